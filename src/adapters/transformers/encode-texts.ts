import type { EmbeddingPreset } from '../../domain/embedding-preset.ts'
import type { LoadedModel, Tensor, Tokenizer } from './library.ts'
import { poolStates } from './pool-states.ts'
import { encodeWithin } from './shorten-to-tokens.ts'
import type { EncoderInput } from './worker-messages.ts'

/** Vectors one behind the other, as the model gives them. */
export interface EncodedTexts {
  readonly numbers: Float32Array
  readonly dimension: number
}

/**
 * Runs a model over texts, at least one. Texts of similar length go through it together, so that little is padding.
 * @throws Error when the model gives no states to pool
 */
export async function encodeTexts(
  loaded: LoadedModel,
  { inputs, maxTokens, pooling, endToken }: EncodeOptions,
): Promise<EncodedTexts> {
  const encode = createCounter(loaded.tokenizer, endToken)
  const rows = inputs.map((input, at) => ({ at, ids: encodeWithin(input, maxTokens, encode) }))
  const vectors: Float32Array[] = new Array(inputs.length)
  for (const group of groupByLength(rows)) {
    const { numbers, dimension } = await runModel(
      loaded,
      group.map(({ ids }) => ids),
      pooling,
    )
    group.forEach(({ at }, row) => {
      vectors[at] = numbers.subarray(row * dimension, (row + 1) * dimension)
    })
  }
  const dimension = vectors[0]?.length ?? 0
  const numbers = new Float32Array(dimension * inputs.length)
  vectors.forEach((vector, at) => {
    numbers.set(vector, at * dimension)
  })
  return { numbers, dimension }
}

type Pooling = EmbeddingPreset['pooling']

interface EncodeOptions {
  readonly inputs: readonly EncoderInput[]
  /** Longest input in tokens, markers included. */
  readonly maxTokens: number
  readonly pooling: Pooling
  readonly endToken?: string
}

// Some tokenizers put the end token that a vector is read at behind every text, others leave it to the caller.
function createCounter(tokenizer: Tokenizer, endToken: string | undefined): (text: string) => readonly number[] {
  const plain = (text: string) => tokenizer.encode(text)
  const end = endToken === undefined ? undefined : tokenizer.encode(endToken, { add_special_tokens: false })[0]
  if (end === undefined || plain('a').at(-1) === end) return plain
  return (text) => [...plain(text), end]
}

/** Tokens in one run of the model, padding included: what it holds in memory grows with them. */
const MOST_TOKENS_PER_RUN = 4_096

function groupByLength<Row extends { readonly ids: readonly number[] }>(rows: readonly Row[]): Row[][] {
  const groups: Row[][] = []
  let group: Row[] = []
  for (const row of [...rows].sort((first, second) => first.ids.length - second.ids.length)) {
    if (group.length > 0 && (group.length + 1) * row.ids.length > MOST_TOKENS_PER_RUN) {
      groups.push(group)
      group = []
    }
    group.push(row)
  }
  return group.length === 0 ? groups : [...groups, group]
}

async function runModel(
  { tokenizer, model, createTensor }: LoadedModel,
  rows: readonly (readonly number[])[],
  pooling: Pooling,
): Promise<EncodedTexts> {
  const columns = Math.max(1, ...rows.map((ids) => ids.length))
  const ids = new BigInt64Array(rows.length * columns).fill(BigInt(tokenizer.pad_token_id ?? 0))
  const mask = new BigInt64Array(rows.length * columns)
  rows.forEach((row, at) => {
    ids.set(row.map(BigInt), at * columns)
    mask.fill(1n, at * columns, at * columns + row.length)
  })
  const size = [rows.length, columns]
  const output = await model({ input_ids: createTensor(ids, size), attention_mask: createTensor(mask, size) })
  const states = output.last_hidden_state ?? output.token_embeddings
  if (states?.dims.length !== 3) throw new Error('The model gives no states of its tokens.')
  const dimension = states.dims[2] ?? 0
  const lengths = rows.map((row) => Math.max(1, row.length))
  return { numbers: poolStates({ states: toFloats(states), lengths, columns, dimension, pooling }), dimension }
}

function toFloats(tensor: Tensor): ArrayLike<number> {
  return tensor.type === 'float32' ? tensor.data : tensor.to('float32').data
}
