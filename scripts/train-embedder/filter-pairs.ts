import { headOf } from '../../src/adapters/bundled-embedder/static-weights.ts'
import type { PairGroup, Texts } from './corpus.ts'
import { applyHead, drawFeatures } from './encode-texts.ts'
import { createRandom, mixSeed } from './random.ts'
import type { Thread } from './thread.ts'
import { MOST_STEP_FEATURES } from './training-state.ts'

/** Keys that a pair's own key is held against, drawn from its group, and how many of them may come nearer. */
const POOL = 1024
const MOST_NEARER = 20

const BLOCK = 256
/** A group with fewer pairs tells too little. */
const LEAST_GROUP = 256

/**
 * The consistency filter (Wang et al., "Text Embeddings by Weakly-Supervised Contrastive Pre-training", 2022): what the
 * model, trained on everything, does not find near the top among random keys is more likely noise than hard. Each thread
 * judges its share of every group.
 */
export function filterPairs(thread: Thread): void {
  for (const [number, group] of thread.corpus.groups.entries()) {
    if (group.members.length >= LEAST_GROUP) filterGroup(thread, group, number)
  }
}

function filterGroup(
  { corpus, options, state, kernel, rows, rank, threads }: Thread,
  group: PairGroup,
  number: number,
): void {
  const { dimension } = options
  const { heads } = state.parameters
  const { places, buffers } = state
  const own = new Float32Array(BLOCK * dimension)
  // The first texts of the step's buffers are not in use now; each thread takes one of them.
  const encode = (texts: Texts, pair: number, head: number, into: Float32Array, at: number): void => {
    const first = rank * MOST_STEP_FEATURES
    const count = drawFeatures(texts, pair, 1, () => 0, buffers.features, first, MOST_STEP_FEATURES)
    if (count > 0) rows.pool(places.featuresAt + first * 4, count, places.pooledAt + rank * dimension * 4)
    else buffers.pooled.fill(0, rank * dimension, (rank + 1) * dimension)
    applyHead(buffers.pooled, rank * dimension, { heads, head }, into, at, dimension)
  }
  const random = createRandom(mixSeed(options.seed, number, 3))
  const keyHead = headOf(group.task, 'key')
  const pool = Uint32Array.from({ length: POOL }, () => group.members[Math.floor(random() * group.members.length)]!)
  for (let row = 0; row < POOL; row += 1) encode(corpus.keys, pool[row]!, keyHead, kernel.right, row * dimension)
  const start = Math.floor((group.members.length * rank) / threads)
  const end = Math.floor((group.members.length * (rank + 1)) / threads)
  for (let from = start; from < end; from += BLOCK) {
    const pairs = group.members.subarray(from, Math.min(end, from + BLOCK))
    for (const [row, pair] of pairs.entries()) {
      encode(corpus.queries, pair, headOf(group.task, 'query'), kernel.left, row * dimension)
      encode(corpus.keys, pair, keyHead, own, row * dimension)
    }
    kernel.multiply(BLOCK, POOL, dimension)
    for (const [row, pair] of pairs.entries()) {
      let cosine = 0
      for (let at = row * dimension; at < (row + 1) * dimension; at += 1) cosine += kernel.left[at]! * own[at]!
      let nearer = 0
      for (let column = 0; column < POOL; column += 1) {
        if (kernel.product[row * POOL + column]! > cosine + 1e-5) nearer += 1
      }
      state.isKept[pair] = nearer < MOST_NEARER ? 1 : 0
    }
  }
}
