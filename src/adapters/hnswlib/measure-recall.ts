import hnswlib from 'hnswlib-node'

/** Recall that a graph must reach to be worth using. */
const WANTED_RECALL = 0.992
const EF_STEPS = [48, 64, 96, 128, 192, 256, 384, 512]
const SAMPLES = 200
const NEIGHBOURS = 10

/**
 * Reads the graph back from disk, which also proves that it can be read, and finds the smallest candidate list that
 * reaches the wanted recall@10 on a sample of the vectors themselves.
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
  const truths = samples.map((sample) => exactNeighbours(row(sample), vectors, dimension, count))
  let recall = 0
  for (const ef of EF_STEPS) {
    graph.setEf(ef)
    const found = samples.map(
      (sample) => graph.searchKnn(Array.from(row(sample)), Math.min(NEIGHBOURS, count)).neighbors,
    )
    recall = meanOverlap(truths, found)
    if (recall >= WANTED_RECALL) return { ef, recall }
  }
  return { ef: 0, recall }
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
