import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface TinyModelOptions {
  /** Numbers per vector. Default 16. */
  readonly dimension?: number
  /** Other weights for another seed. */
  readonly seed?: number
  /**
   * `words`: each token keeps its own vector, as mean pooling wants. `first` and `last`: the first (last) token holds the
   * sum of all, as models with CLS or last-token pooling do.
   */
  readonly gathers?: 'words' | 'first' | 'last'
  /** Longest input in tokens that the tokenizer admits. Default 64. */
  readonly maxTokens?: number
}

/**
 * Writes a complete model folder: an ONNX graph that looks each token up in a table, a WordPiece tokenizer with a few
 * words and all letters, and their settings. About 20 kB.
 * Source of the formats: onnx.proto3 of onnx.ai, tokenizer.json of the tokenizers library.
 */
export function makeTinyModel(folder: string, options: TinyModelOptions = {}): void {
  const { dimension = 16, maxTokens = 64 } = options
  mkdirSync(join(folder, 'onnx'), { recursive: true })
  const json = (name: string, value: unknown) => writeFileSync(join(folder, name), JSON.stringify(value))
  json('config.json', { model_type: 'bert', architectures: ['BertModel'], hidden_size: dimension, pad_token_id: 0 })
  json('tokenizer.json', tokenizer())
  json('tokenizer_config.json', {
    tokenizer_class: 'BertTokenizer',
    model_max_length: maxTokens,
    pad_token: '[PAD]',
    unk_token: '[UNK]',
    cls_token: '[CLS]',
    sep_token: '[SEP]',
  })
  writeFileSync(join(folder, 'onnx', 'model.onnx'), onnxModel(options))
}

const SPECIAL = ['[PAD]', '[UNK]', '[CLS]', '[SEP]']
const WORDS = 'the library has long opening hours of a is in river mountains query passage caller sentence about'.split(
  ' ',
)
const SIGNS = [...'abcdefghijklmnopqrstuvwxyz0123456789=.,:川山水位の']
const VOCABULARY = [...new Set([...SPECIAL, ...WORDS, ...SIGNS, ...SIGNS.map((sign) => `##${sign}`)])]

function tokenizer() {
  const special = SPECIAL.map((content, id) => ({ id, content, special: true, normalized: false }))
  const piece = (id: string) => ({ SpecialToken: { id, type_id: 0 } })
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: special.map((token) => ({ ...token, single_word: false, lstrip: false, rstrip: false })),
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: null,
      lowercase: true,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [piece('[CLS]'), { Sequence: { id: 'A', type_id: 0 } }, piece('[SEP]')],
      pair: [piece('[CLS]'), { Sequence: { id: 'A', type_id: 0 } }, piece('[SEP]')],
      special_tokens: {
        '[CLS]': { id: '[CLS]', ids: [2], tokens: ['[CLS]'] },
        '[SEP]': { id: '[SEP]', ids: [3], tokens: ['[SEP]'] },
      },
    },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(VOCABULARY.map((token, id) => [token, id])),
    },
  }
}

function onnxModel({ dimension = 16, seed = 1, gathers = 'words' }: TinyModelOptions): Uint8Array {
  const lookUp = message([
    [1, 'table'],
    [1, 'input_ids'],
    [2, gathers === 'words' ? 'last_hidden_state' : 'looked_up'],
    [4, 'Gather'],
  ])
  const isReversed = message([
    [1, 'reverse'],
    [3, gathers === 'first' ? 1 : 0],
    [20, INTEGER_ATTRIBUTE],
  ])
  const sum = message([
    [1, 'looked_up'],
    [1, 'axis'],
    [2, 'last_hidden_state'],
    [4, 'CumSum'],
    [5, isReversed],
  ])
  const axis = message([
    [2, INT64],
    [7, 1],
    [8, 'axis'],
  ])
  const graph = message([
    [1, lookUp],
    ...(gathers === 'words' ? [] : ([[1, sum]] as const)),
    [2, 'tiny'],
    [5, table(dimension, seed)],
    ...(gathers === 'words' ? [] : ([[5, axis]] as const)),
    [11, tensorInfo('input_ids', INT64, ['batch', 'tokens'])],
    [11, tensorInfo('attention_mask', INT64, ['batch', 'tokens'])],
    [12, tensorInfo('last_hidden_state', FLOAT, ['batch', 'tokens', dimension])],
  ])
  return message([
    [1, 8],
    [7, graph],
    [8, message([[2, 14]])],
  ])
}

const FLOAT = 1
const INT64 = 7
const INTEGER_ATTRIBUTE = 2

// The row of the padding is zero, so that padding adds nothing to a sum.
function table(dimension: number, seed: number): Uint8Array {
  const numbers = new Float32Array(VOCABULARY.length * dimension)
  let state = seed * 2_654_435_761
  for (let at = dimension; at < numbers.length; at += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    numbers[at] = state / 2 ** 31 - 1
  }
  return message([
    [1, VOCABULARY.length],
    [1, dimension],
    [2, FLOAT],
    [8, 'table'],
    [9, new Uint8Array(numbers.buffer)],
  ])
}

function tensorInfo(name: string, type: number, dimensions: readonly (string | number)[]): Uint8Array {
  const shape = message(dimensions.map((size) => [1, message([[typeof size === 'string' ? 2 : 1, size]])] as const))
  const tensor = message([
    [1, type],
    [2, shape],
  ])
  return message([
    [1, name],
    [2, message([[1, tensor]])],
  ])
}

type Field = readonly [number: number, value: number | string | Uint8Array]

/** A protobuf message: numbers as varints, text and nested messages with their length. */
function message(fields: readonly Field[]): Uint8Array {
  return Buffer.concat(
    fields.map(([number, value]) => {
      if (typeof value === 'number') return Buffer.from([...varint(number << 3), ...varint(value)])
      const bytes = typeof value === 'string' ? Buffer.from(value) : value
      return Buffer.concat([Buffer.from([...varint((number << 3) | 2), ...varint(bytes.length)]), bytes])
    }),
  )
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(Math.floor(value / 128))]
}
