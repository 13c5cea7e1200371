import type { EmbeddingPreset } from '../embedding-preset.ts'
import { KikuError } from '../errors.ts'
import { checkProbe, embedderMismatch } from './check-probe.ts'
import { MOST_DEVIATION, similarityDeviation, similarityInputs } from './compare-similarities.ts'
import type { SendEmbeddingBatch } from './embed-texts.ts'
import { endPair, PROBE_PLACES, probeTexts } from './probe-texts.ts'
import { cosineOf, vectorLength } from './unit-vector.ts'

export interface EmbeddingProbe {
  readonly dimension: number
  /** Whether the server's vectors already have length 1. */
  readonly isUnitLength: boolean
  /** Longest input in tokens: less than asked where the server cuts or refuses such a text. */
  readonly maxTokens: number
  /** What must be put behind every input, since the server does not. */
  readonly endToken?: string
}

export interface EmbeddingProbeRequest {
  readonly model: string
  readonly preset: EmbeddingPreset
  /** What the caller expects when the preset leaves it open. */
  readonly dimension?: number
  /** Longest input in tokens, as preset and model say. */
  readonly maxTokens: number
  /** Whether the server is known not to end inputs with the preset's `endToken`. */
  readonly lacksEndToken?: boolean
  readonly send: SendEmbeddingBatch
}

/**
 * Asks an encoder for a few vectors and compares them with what its preset says, so that a wrong model is refused at
 * the start and not by bad answers. One request, a second one only where something has to be mended.
 * @throws KikuError `embedder-mismatch` with the reason; see `checkProbe`, and: golden vectors or published
 * similarities that differ
 */
export async function probeEmbedding(request: EmbeddingProbeRequest): Promise<EmbeddingProbe> {
  const { model, preset, send } = request
  const golden = preset.golden ?? []
  const endToken = request.lacksEndToken === true ? preset.endToken : undefined
  const { vectors, tokens } = await embedProbe(request, [
    ...golden.map(({ text }) => text),
    ...similarityInputs(preset, endToken),
  ])
  const dimension = checkProbe(vectors, request)
  const goldenFrom = vectors.length - golden.length - similarityInputs(preset).length
  golden.forEach((known, at) => {
    const cosine = cosineOf(known.vector, vectors[goldenFrom + at] ?? [])
    if (cosine >= GOLDEN) return
    throw embedderMismatch(model, `its vectors differ from those of '${preset.name}' (cosine ${cosine.toFixed(3)})`)
  })
  const ending = await chooseEnding(request, endToken, vectors.slice(goldenFrom + golden.length))
  const reach = await findReach(vectors, tokens, request)
  return {
    dimension,
    isUnitLength: vectors.every((vector) => Math.abs(vectorLength(vector) - 1) < 1e-3),
    maxTokens: reach ?? (tokens < probeTokens(request) ? tokens : request.maxTokens),
    ...(ending === undefined ? {} : { endToken: ending }),
  }

  async function embedProbe({ maxTokens }: EmbeddingProbeRequest, others: readonly string[]) {
    for (let tokens = probeTokens({ maxTokens }); ; tokens = Math.floor(tokens / 2)) {
      try {
        const inputs = [...probeTexts(tokens), ...others]
        const vectors = await send(inputs)
        if (vectors.length === inputs.length) return { vectors, tokens }
        throw embedderMismatch(model, `it returned ${vectors.length} vectors for ${inputs.length} texts`)
      } catch (error) {
        const isTooLong = error instanceof KikuError && error.code === 'prompt-too-long'
        if (!isTooLong || tokens / 2 < FEWEST_TOKENS) throw error
      }
    }
  }
}

const GOLDEN = 0.999
// A little more than Kiku's passages are long: what happens beyond that concerns few texts.
const PROBE_TOKENS = 384
const FEWEST_TOKENS = 16

function probeTokens({ maxTokens }: { readonly maxTokens: number }): number {
  return Math.min(maxTokens, PROBE_TOKENS)
}

/** The end token to add from now on: as assumed, or the other way round where only that gives the published figures. */
async function chooseEnding(
  { model, preset, send }: EmbeddingProbeRequest,
  assumed: string | undefined,
  vectors: readonly ArrayLike<number>[],
): Promise<string | undefined> {
  const deviation = similarityDeviation(preset.similarities, vectors)
  if (deviation === undefined || deviation <= MOST_DEVIATION) return assumed
  if (preset.endToken !== undefined) {
    const other = assumed === undefined ? preset.endToken : undefined
    const again = similarityDeviation(preset.similarities, await send(similarityInputs(preset, other)))
    if (again !== undefined && again <= MOST_DEVIATION) return other
  }
  throw embedderMismatch(
    model,
    `its similarities differ from those that the authors of '${preset.name}' publish (by ${deviation.toFixed(2)}); ` +
      'likely its server pools in another way, or the weights are others',
    `Serve it with ${preset.pooling} pooling, take another build of the model, or choose another one.`,
  )
}

/** Tokens after which the server cuts texts without a word, undefined when it reads the probe's texts to the end. */
async function findReach(
  vectors: readonly ArrayLike<number>[],
  tokens: number,
  { model, send }: EmbeddingProbeRequest,
): Promise<number | undefined> {
  const [first, second] = PROBE_PLACES.ends
  if (cosineOf(vectors[first] ?? [], vectors[second] ?? []) < SAME) return undefined
  const levels: number[] = []
  for (let level = Math.floor(tokens / 2); level >= FEWEST_TOKENS; level = Math.floor(level / 2)) levels.push(level)
  const pairs = levels.length === 0 ? [] : await send(levels.flatMap(endPair))
  const reach = levels.find((_, at) => cosineOf(pairs[2 * at] ?? [], pairs[2 * at + 1] ?? []) < SAME)
  // The cut may lie anywhere in the quarter that differs, so only what comes before that is sure to be read.
  if (reach !== undefined) return Math.floor((reach * 3) / 4)
  throw embedderMismatch(model, 'its vectors do not depend on the end of a text')
}

// Texts of which a quarter differs are never this close, whatever the model.
const SAME = 0.9999
