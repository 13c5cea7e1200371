import type { EmbeddingPreset } from '../embedding-preset.ts'
import { KikuError } from '../errors.ts'
import { estimateTokens } from '../language/estimate-tokens.ts'
import { type EmbeddingPurpose, fitEmbeddingText } from './fit-embedding-text.ts'
import { toUnitVector, vectorLength } from './unit-vector.ts'

/**
 * Sends one batch to an encoder behind a wire; templates are applied already.
 * @throws KikuError `prompt-too-long` when an input is too long; one with `details.inputFault` when an input cannot
 * be embedded for another reason. Both make the batch be tried again in parts.
 */
export type SendEmbeddingBatch = (inputs: readonly string[]) => Promise<readonly ArrayLike<number>[]>

export interface EmbedTextsRequest {
  readonly texts: readonly string[]
  readonly purpose: EmbeddingPurpose
  readonly preset: EmbeddingPreset
  /** Longest input in tokens, template included. */
  readonly maxTokens: number
  readonly dimension: number
  /** Put behind every input, where the server does not do it. */
  readonly endToken?: string
  /** Most texts in one request, at least 1. */
  readonly batchSize: number
  readonly send: SendEmbeddingBatch
}

/**
 * Embeds texts through an encoder that refuses a whole batch for one bad input: such a batch is divided until the bad
 * input stands alone, and that one is shortened a bounded number of times.
 * @returns unit vectors in order; the zero vector for a text without content, which is never sent.
 * @throws KikuError `embedder-mismatch` when a vector has another dimension than the index, `embedder-failed`
 */
export async function embedTexts(request: EmbedTextsRequest): Promise<Float32Array[]> {
  const filled = request.texts.flatMap((text, at) => (text.trim() === '' ? [] : [{ text, at }]))
  const vectors: Float32Array[] = request.texts.map(() => new Float32Array(request.dimension))
  const batchSize = Math.max(1, Math.min(request.batchSize, Math.floor(MOST_NUMBERS / request.dimension)))
  for (let from = 0; from < filled.length; from += batchSize) {
    const batch = filled.slice(from, from + batchSize)
    const answers = await embedBatch(
      batch.map(({ text }) => text),
      request,
    )
    batch.forEach(({ at }, position) => {
      vectors[at] = checkVector(answers[position], request.dimension)
    })
  }
  return vectors
}

// Numbers in one response: reading more at once would block the event loop for tens of milliseconds.
const MOST_NUMBERS = 65_536

async function embedBatch(texts: readonly string[], request: EmbedTextsRequest): Promise<readonly ArrayLike<number>[]> {
  try {
    return await sendChecked(
      texts.map((text) => shape(text, request.maxTokens, request)),
      request,
    )
  } catch (error) {
    if (!isInputFault(error)) throw error
    const [only] = texts
    if (texts.length === 1 && only !== undefined) return [await embedShortened(only, request, error)]
    return embedInParts(texts, request)
  }
}

// What is long by estimate is where the fault most likely is, so the shorter ones usually pass at the next try.
async function embedInParts(
  texts: readonly string[],
  request: EmbedTextsRequest,
): Promise<readonly ArrayLike<number>[]> {
  const byLength = texts
    .map((text, at) => ({ text, at, tokens: estimateTokens(text) }))
    .sort((first, second) => first.tokens - second.tokens)
  const longFrom = byLength.findIndex(({ tokens }) => tokens > request.maxTokens / 2)
  const cut = longFrom > 0 ? longFrom : byLength.length >> 1
  const vectors: ArrayLike<number>[] = new Array(texts.length)
  for (const part of [byLength.slice(0, cut), byLength.slice(cut)]) {
    const answers = await embedBatch(
      part.map(({ text }) => text),
      request,
    )
    part.forEach(({ at }, position) => {
      vectors[at] = answers[position] ?? []
    })
  }
  return vectors
}

const SHORTENINGS = 6
const SHORTENING_FACTOR = 0.7

// The estimate is too low for text that tokenises badly (rulers, hashes, base64): the server's refusal corrects it.
async function embedShortened(text: string, request: EmbedTextsRequest, refusal: unknown): Promise<ArrayLike<number>> {
  let tokens = Math.min(request.maxTokens, estimateTokens(text))
  let last = refusal
  for (let round = 0; round < SHORTENINGS && isTooLong(last); round += 1) {
    tokens = Math.max(Math.floor(tokens * SHORTENING_FACTOR), 1)
    try {
      const [vector] = await sendChecked([shape(text, tokens, request)], request)
      if (vector !== undefined) return vector
    } catch (error) {
      if (!isInputFault(error)) throw error
      last = error
    }
  }
  throw new KikuError('embedder-failed', 'The embedding model refused a text.', {
    remedy: 'Skip the document, or choose an embedding model that accepts longer texts.',
    cause: last,
    details: { inputFault: true },
  })
}

function shape(text: string, maxTokens: number, { preset, purpose, endToken }: EmbedTextsRequest): string {
  return fitEmbeddingText(preset, purpose, text, maxTokens, endToken)
}

async function sendChecked(
  inputs: readonly string[],
  { send, dimension }: EmbedTextsRequest,
): Promise<readonly ArrayLike<number>[]> {
  const vectors = await send(inputs)
  if (vectors.length === inputs.length) {
    if (vectors.every(({ length }) => length === dimension)) checkSpread(inputs, vectors)
    return vectors
  }
  throw new KikuError(
    'embedder-failed',
    `The embedding server returned ${vectors.length} vectors for ${inputs.length} texts.`,
    { remedy: 'Check that the address belongs to an embedding server and update it.' },
  )
}

function checkVector(numbers: ArrayLike<number> | undefined, dimension: number): Float32Array {
  if (numbers === undefined || numbers.length !== dimension) {
    throw new KikuError(
      'embedder-mismatch',
      `The embedding model returned ${numbers?.length ?? 0} numbers per text where the index has ${dimension}.`,
      { remedy: 'Restart Kiku so that it re-embeds everything with the model as it is now.' },
    )
  }
  const vector = toUnitVector(numbers)
  if (vector !== undefined) return vector
  throw new KikuError('embedder-failed', 'The embedding model returned numbers that are not finite.', {
    remedy: 'Update the embedding server, or choose another embedding model.',
  })
}

// A text without any word that the model knows may have no direction; a whole batch shows that something broke.
function checkSpread(inputs: readonly string[], vectors: readonly ArrayLike<number>[]): void {
  const [first] = vectors
  const count = new Set(inputs).size
  const isEmpty = count >= FEWEST_EMPTY && vectors.every((vector) => vectorLength(vector) === 0)
  const isConstant = count >= FEWEST_ALIKE && first !== undefined && vectors.every((vector) => isSame(vector, first))
  if (!isEmpty && !isConstant) return
  const what = isEmpty ? 'nothing but zeros' : 'the same vector for every text'
  throw new KikuError('embedder-failed', `The embedding model returned ${what}.`, {
    remedy: 'Restart the embedding server, or update it.',
  })
}

const FEWEST_EMPTY = 2
const FEWEST_ALIKE = 8

function isSame(one: ArrayLike<number>, other: ArrayLike<number>): boolean {
  for (let at = 0; at < one.length; at += 1) if (one[at] !== other[at]) return false
  return true
}

function isTooLong(error: unknown): boolean {
  return error instanceof KikuError && error.code === 'prompt-too-long'
}

function isInputFault(error: unknown): error is KikuError {
  return isTooLong(error) || (error instanceof KikuError && error.details.inputFault === true)
}
