import { readFile, rm } from 'node:fs/promises'
import hnswlib from 'hnswlib-node'
import { measureRecall } from './measure-recall.ts'

/** What the building process is told. */
export interface BuildJob {
  /** Raw little-endian 32-bit floats, `count` rows of `dimension`. */
  readonly vectorsFile: string
  readonly graphFile: string
  readonly dimension: number
  readonly count: number
}

/** What it answers. `ef` is 0 when no setting reached the recall that is asked for. */
export type BuildReply =
  | { readonly kind: 'built'; readonly ef: number; readonly recall: number }
  | { readonly kind: 'failed'; readonly message: string }

/** Neighbours per node and candidates while building: hnswlib's usual choice for text embeddings of this size. */
const NEIGHBOURS = 16
const CANDIDATES = 200
const SEED = 100

// The program of the building process: hnswlib aborts the whole process on some faults, so it builds here.
process.once('message', (job: BuildJob) => {
  void build(job)
    .catch((error: unknown): BuildReply => ({ kind: 'failed', message: String(error) }))
    .then((reply) => process.send?.(reply, () => process.exit(0)))
})

async function build({ vectorsFile, graphFile, dimension, count }: BuildJob): Promise<BuildReply> {
  const bytes = await readFile(vectorsFile)
  if (bytes.byteLength !== count * dimension * 4) return { kind: 'failed', message: 'The vectors file is truncated.' }
  const vectors = new Float32Array(bytes.buffer, bytes.byteOffset, count * dimension)
  if (!vectors.every(Number.isFinite)) return { kind: 'failed', message: 'A vector holds a number that is not finite.' }
  const graph = new hnswlib.HierarchicalNSW('ip', dimension)
  graph.initIndex(count, NEIGHBOURS, CANDIDATES, SEED)
  for (let label = 0; label < count; label += 1) {
    graph.addPoint(Array.from(vectors.subarray(label * dimension, (label + 1) * dimension)), label)
  }
  await rm(graphFile, { force: true })
  await graph.writeIndex(graphFile)
  return { kind: 'built', ...(await measureRecall({ graphFile, vectors, dimension, count })) }
}
