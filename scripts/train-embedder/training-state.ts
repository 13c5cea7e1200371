import { HEADS } from '../../src/adapters/bundled-embedder/static-weights.ts'
import { createMemory } from '../../src/adapters/common/web-assembly/assemble-module.ts'
import type { TrainingOptions } from './options.ts'
import { createRandom, mixSeed } from './random.ts'

/** What training changes. In memory that threads share; a checkpoint is these arrays. */
export interface Parameters {
  readonly table: Float32Array
  /** Logarithm of how much a feature counts. */
  readonly logWeights: Float32Array
  readonly heads: Float32Array
  /** Sums of squared gradients (Adagrad; one number for each row of the table). */
  readonly tableSums: Float32Array
  readonly weightSums: Float32Array
  readonly headSums: Float32Array
}

/** What the threads tell each other within a step. Texts 0 to batch − 1 are queries, the keys follow. */
export interface StepBuffers {
  readonly features: Uint32Array
  readonly featureCounts: Uint32Array
  /** Weighted sums of rows; after the heads, at length 1; gradients before and after the heads. */
  readonly pooled: Float32Array
  readonly unit: Float32Array
  readonly lengths: Float32Array
  readonly headGradients: Float32Array
  readonly gradients: Float32Array
  readonly exponentials: Float32Array
  readonly rowSums: Float32Array
  readonly columnSums: Float32Array
  readonly losses: Float32Array
}

export interface SharedState {
  readonly parameters: Parameters
  readonly buffers: StepBuffers
  readonly barrier: Int32Array
  readonly isKept: Uint8Array
  /** Weights of the features: exponentials of what is learned. */
  readonly weights: Float32Array
  /** Holds what the kernels work on, from these addresses on. */
  readonly memory: WebAssembly.Memory
  readonly places: {
    readonly tableAt: number
    readonly weightsAt: number
    readonly featuresAt: number
    readonly pooledAt: number
    readonly gradientsAt: number
  }
}

/** Features of one text that take part in a step, at most. */
export const MOST_STEP_FEATURES = 224

export function createSharedState(
  { batch, dimension }: TrainingOptions,
  sizes: { readonly rows: number; readonly pairs: number },
): SharedState {
  const texts = 2 * batch
  const inMemory = [
    sizes.rows * dimension,
    sizes.rows,
    texts * MOST_STEP_FEATURES,
    texts * dimension,
    texts * dimension,
  ]
  const memory = createMemory(
    inMemory.reduce((sum, numbers) => sum + numbers * 4, 0),
    true,
  )
  const [tableAt = 0, weightsAt = 0, featuresAt = 0, pooledAt = 0, gradientsAt = 0] = inMemory.map((_, at) =>
    inMemory.slice(0, at).reduce((sum, numbers) => sum + numbers * 4, 0),
  )
  const place = (at: number, numbers: number): Float32Array => new Float32Array(memory.buffer, at, numbers)
  return {
    memory,
    places: { tableAt, weightsAt, featuresAt, pooledAt, gradientsAt },
    parameters: {
      table: place(tableAt, sizes.rows * dimension),
      logWeights: floats(sizes.rows),
      heads: floats(HEADS * dimension),
      tableSums: floats(sizes.rows),
      weightSums: floats(sizes.rows),
      headSums: floats(HEADS * dimension),
    },
    buffers: {
      features: new Uint32Array(memory.buffer, featuresAt, texts * MOST_STEP_FEATURES),
      featureCounts: new Uint32Array(new SharedArrayBuffer(texts * 4)),
      pooled: place(pooledAt, texts * dimension),
      unit: floats(texts * dimension),
      lengths: floats(texts),
      headGradients: floats(texts * dimension),
      gradients: place(gradientsAt, texts * dimension),
      exponentials: floats(batch * batch),
      rowSums: floats(batch),
      columnSums: floats(batch),
      losses: floats(batch),
    },
    barrier: new Int32Array(new SharedArrayBuffer(8)),
    isKept: new Uint8Array(new SharedArrayBuffer(sizes.pairs)).fill(1),
    weights: place(weightsAt, sizes.rows),
  }
}

const RARITY = 1e-3

/** Random rows; rare features count more than frequent ones (Arora et al., "A simple but tough-to-beat baseline", 2017). */
export function fillParameters(
  { table, logWeights, heads }: Parameters,
  frequency: Float32Array,
  { seed }: TrainingOptions,
): void {
  const random = createRandom(mixSeed(seed, 0, 7))
  // Evenly spread from −√3 to √3, which has a variance of 1.
  for (let at = 0; at < table.length; at += 1) table[at] = (random() * 2 - 1) * Math.sqrt(3)
  for (let row = 0; row < logWeights.length; row += 1) {
    logWeights[row] = Math.log(RARITY / (RARITY + frequency[row]!))
  }
  heads.fill(1)
}

function floats(length: number): Float32Array {
  return new Float32Array(new SharedArrayBuffer(length * 4))
}
