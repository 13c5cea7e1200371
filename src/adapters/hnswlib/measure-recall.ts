import hnswlib from 'hnswlib-node'

/**
 * Recall that a graph must reach to be worth using. Real questions lie further from what they ask for than blurred vectors
 * do, and come out 0.003 lower: 0.991.
 */
const WANTED_RECALL = 0.994
const EF_STEPS = [56, 64, 72, 80, 96, 112, 128, 192, 256, 384, 512]
const SAMPLES = 500
const NEIGHBOURS = 10

/** Neighbours that a search asks for. */
const ASKED = 51

/**
 * How much of a vector is left in the query that is made from it; the rest is noise. Questions are not documents: with
 * vectors of the graph itself as queries the recall comes out too high.
 */
const SHARE_OF_VECTOR = 0.7

/**
 * Reads the graph back from disk, which also proves that it can be read, and finds the smallest candidate list that
 * reaches the wanted recall@10 on blurred vectors of its own.
 */
export async function measureRecall({
  graphFile,
  vectors,
  dimension,
  count,
}: {
  readonly graphFile: string
  readonly vectors: Float32Array
  readonly dimension: number
  readonly count: number
}): Promise<{ readonly ef: number; readonly recall: number }> {
  const graph = new hnswlib.HierarchicalNSW('ip', dimension)
  await graph.readIndex(graphFile)
  const step = Math.max(1, Math.floor(count / SAMPLES))
  const samples = Array.from({ length: Math.min(SAMPLES, count) }, (_, at) => at * step)
  const row = (label: number): Float32Array => vectors.subarray(label * dimension, (label + 1) * dimension)
  const random = createRandom()
  const queries = samples.map((sample) => blur(row(sample), random))
  const truths = queries.map((query) => exactNeighbours(query, vectors, dimension, count))
  let recall = 0
  for (const ef of EF_STEPS) {
    graph.setEf(ef)
    const found = queries.map((query) => {
      const { neighbors } = graph.searchKnn(Array.from(query), Math.min(ASKED, count))
      return neighbors.slice(0, NEIGHBOURS)
    })
    recall = meanOverlap(truths, found)
    if (recall >= WANTED_RECALL) return { ef, recall }
  }
  return { ef: 0, recall }
}

function blur(vector: Float32Array, random: () => number): Float32Array {
  const noise = vector.map(() => random() + random() + random() - 1.5)
  const noiseShare = Math.sqrt(1 - SHARE_OF_VECTOR ** 2) / Math.hypot(...noise)
  return vector.map((number, at) => SHARE_OF_VECTOR * number + noiseShare * noise[at]!)
}

/** The same numbers from 0 to 1 in every process (mulberry32). */
function createRandom(): () => number {
  let state = 1
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

function exactNeighbours(query: Float32Array, vectors: Float32Array, dimension: number, count: number): Set<number> {
  const scores = new Float64Array(count)
  for (let label = 0; label < count; label += 1) {
    let sum = 0
    for (let at = 0; at < dimension; at += 1) sum += query[at]! * vectors[label * dimension + at]!
    scores[label] = sum
  }
  const threshold = scores.slice().sort().at(-Math.min(NEIGHBOURS, count))!
  // Ties at the border are all as good as each other.
  return new Set(Array.from(scores.keys()).filter((label) => scores[label]! >= threshold - 1e-6))
}

function meanOverlap(truths: readonly ReadonlySet<number>[], found: readonly (readonly number[])[]): number {
  const shares = found.map((labels, at) => labels.filter((label) => truths[at]!.has(label)).length / labels.length)
  return shares.reduce((sum, share) => sum + share, 0) / shares.length
}
