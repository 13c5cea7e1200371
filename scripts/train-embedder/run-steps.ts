import { applyHeadGradients, applyRowGradients } from './apply-gradients.ts'
import type { Batch, BatchDrawer } from './draw-batch.ts'
import { applyHead, drawFeatures, takeBackGradient } from './encode-texts.ts'
import { createRandom, mixSeed } from './random.ts'
import { headOfText, type Thread } from './thread.ts'
import { MOST_STEP_FEATURES } from './training-state.ts'

/**
 * One step: InfoNCE over the batch in both directions. Threads share the texts of the batch while vectors are made, and
 * the rows of the table while they are changed, always in the order of the batch: so their number changes no byte.
 */
export function runStep(thread: Thread, drawBatch: BatchDrawer, step: number, progress: number): void {
  const { barrier, options, rank, threads } = thread
  const batch = drawBatch(step)
  const from = Math.floor((options.batch / 2) * (rank / threads)) * 2
  const to = Math.floor((options.batch / 2) * ((rank + 1) / threads)) * 2
  encodeRows(thread, batch, step, from, to)
  barrier()
  compareRows(thread, batch, from, to)
  barrier()
  sumColumns(thread, from, to)
  barrier()
  findGradients(thread, batch, from, to)
  barrier()
  const rate = 1 - 0.95 * progress
  applyRowGradients(thread, rate)
  if (rank === 0 && options.hasHeads) applyHeadGradients(thread, batch, rate)
  barrier()
}

function encodeRows(
  { corpus, options, state, rows }: Thread,
  batch: Batch,
  step: number,
  from: number,
  to: number,
): void {
  const { buffers, parameters, places } = state
  const { dimension } = options
  for (let row = from; row < to; row += 1) {
    const random = createRandom(mixSeed(options.seed, step, row, 2))
    const pair = batch.pairs[row]!
    const [asking, asked] = batch.isSwapped[row] ? [corpus.keys, corpus.queries] : [corpus.queries, corpus.keys]
    for (const side of [0, 1]) {
      const text = row + side * options.batch
      const base = text * MOST_STEP_FEATURES
      const texts = side === 0 ? asking : asked
      const available = texts.starts[pair + 1]! - texts.starts[pair]!
      const dropped = side === 0 ? random() * options.queryDropout : 0
      const chance = Math.min(1, options.keyFeatures / available) * (1 - dropped)
      let count = 0
      if (side === 0 && batch.tasks[row] === 'convsearch' && corpus.hasTurnBefore[pair] === 1) {
        count = drawFeatures(
          texts,
          pair - 1,
          chance * TURN_SHARE,
          random,
          buffers.features,
          base,
          MOST_STEP_FEATURES / 2,
        )
      }
      count += drawFeatures(texts, pair, chance, random, buffers.features, base + count, MOST_STEP_FEATURES - count)
      buffers.featureCounts[text] = count
      const at = text * dimension
      const { heads } = parameters
      if (count > 0) rows.pool(places.featuresAt + base * 4, count, places.pooledAt + at * 4)
      else buffers.pooled.fill(0, at, at + dimension)
      const head = headOfText(batch, text, options.batch)
      buffers.lengths[text] = applyHead(buffers.pooled, at, { heads, head }, buffers.unit, at, dimension)
    }
  }
}

/** Features of the turn before that take part. */
const TURN_SHARE = 0.7

/** e^((cosine − 1) / temperature) of each own query with each key; 0 where both are in truth the same pair. */
function compareRows({ corpus, options, state, kernel }: Thread, batch: Batch, from: number, to: number): void {
  const { unit, exponentials, rowSums } = state.buffers
  const { dimension, temperature } = options
  const size = options.batch
  kernel.left.set(unit.subarray(from * dimension, to * dimension))
  kernel.right.set(unit.subarray(size * dimension, 2 * size * dimension))
  kernel.multiply(to - from, size, dimension)
  const [queries, keys] = [corpus.queries.identities, corpus.keys.identities]
  for (let row = from; row < to; row += 1) {
    const [ownQuery, ownKey] = [queries[batch.pairs[row]!]!, keys[batch.pairs[row]!]!]
    let sum = 0
    for (let column = 0; column < size; column += 1) {
      const other = batch.pairs[column]!
      const isSame = column !== row && (queries[other] === ownQuery || keys[other] === ownKey)
      const value = isSame ? 0 : Math.exp((kernel.product[(row - from) * size + column]! - 1) / temperature)
      exponentials[row * size + column] = value
      sum += value
    }
    rowSums[row] = sum
  }
}

function sumColumns({ options, state }: Thread, from: number, to: number): void {
  const { exponentials, columnSums, rowSums, losses } = state.buffers
  const size = options.batch
  columnSums.fill(0, from, to)
  for (let row = 0; row < size; row += 1) {
    for (let column = from; column < to; column += 1) columnSums[column]! += exponentials[row * size + column]!
  }
  for (let row = from; row < to; row += 1) losses[row] = -Math.log(exponentials[row * size + row]! / rowSums[row]!)
}

/** Gradients of the own queries and the own keys, taken back to their pooled sums. */
function findGradients({ options, state, kernel }: Thread, batch: Batch, from: number, to: number): void {
  const { unit, exponentials, rowSums, columnSums, gradients } = state.buffers
  const { dimension, temperature } = options
  const size = options.batch
  const scale = 1 / (2 * temperature)
  for (let row = from; row < to; row += 1) {
    const share = 1 / rowSums[row]!
    const start = (row - from) * size
    for (let column = 0; column < size; column += 1) {
      kernel.left[start + column] = exponentials[row * size + column]! * (share + 1 / columnSums[column]!) * scale
    }
    kernel.left[start + row]! -= 2 * scale
  }
  transpose(unit, size * dimension, kernel.right, size, dimension)
  kernel.multiply(to - from, dimension, size)
  gradients.set(kernel.product.subarray(0, (to - from) * dimension), from * dimension)
  for (let row = 0; row < size; row += 1) {
    const share = 1 / rowSums[row]!
    for (let column = from; column < to; column += 1) {
      kernel.left[(column - from) * size + row] =
        exponentials[row * size + column]! * (share + 1 / columnSums[column]!) * scale -
        (row === column ? 2 * scale : 0)
    }
  }
  transpose(unit, 0, kernel.right, size, dimension)
  kernel.multiply(to - from, dimension, size)
  gradients.set(kernel.product.subarray(0, (to - from) * dimension), (size + from) * dimension)
  for (const first of [from, size + from]) {
    for (let text = first; text < first + to - from; text += 1) {
      takeBackGradient(state.buffers, text, state.parameters, headOfText(batch, text, size), dimension)
    }
  }
}

function transpose(source: Float32Array, from: number, into: Float32Array, rows: number, columns: number): void {
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1)
      into[column * rows + row] = source[from + row * columns + column]!
  }
}
