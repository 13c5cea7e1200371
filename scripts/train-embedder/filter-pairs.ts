import { headOf } from '../../src/adapters/bundled-embedder/static-weights.ts'
import type { PairGroup, Texts } from './corpus.ts'
import { applyHead, poolRows } from './encode-texts.ts'
import { createRandom, mixSeed } from './random.ts'
import type { Thread } from './thread.ts'

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
  { corpus, options, state, kernel, rank, threads }: Thread,
  group: PairGroup,
  number: number,
): void {
  const { dimension } = options
  const { heads, table } = state.parameters
  const buffer = { pooled: new Float32Array(dimension), unit: new Float32Array(BLOCK * dimension) }
  const encode = (texts: Texts, pair: number, head: number, into: Float32Array, at: number): void => {
    const [from, to] = [texts.starts[pair]!, texts.starts[pair + 1]!]
    const part = { features: texts.features, from, count: to - from }
    poolRows({ table, weights: state.weights }, part, buffer.pooled, 0, dimension)
    applyHead(buffer.pooled, 0, { heads, head }, into, at, dimension)
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
      encode(corpus.keys, pair, keyHead, buffer.unit, row * dimension)
    }
    kernel.multiply(BLOCK, POOL, dimension)
    for (const [row, pair] of pairs.entries()) {
      let own = 0
      for (let at = row * dimension; at < (row + 1) * dimension; at += 1) own += kernel.left[at]! * buffer.unit[at]!
      let nearer = 0
      for (let column = 0; column < POOL; column += 1) {
        if (kernel.product[row * POOL + column]! > own + 1e-5) nearer += 1
      }
      state.isKept[pair] = nearer < MOST_NEARER ? 1 : 0
    }
  }
}
