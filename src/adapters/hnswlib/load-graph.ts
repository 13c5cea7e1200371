import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import hnswlib from 'hnswlib-node'
import { checksumFile, FIRST_ASKED, type GraphManifest } from './graph-files.ts'

/** Labels, and for each of them the distance: 1 less the cosine. */
export interface Neighbours {
  readonly neighbors: readonly number[]
  readonly distances: readonly number[]
}

/** A graph in memory. Its labels are places in `keys`. It never changes. */
export interface LoadedGraph {
  readonly manifest: GraphManifest
  /** Item key of each label. */
  readonly keys: Float64Array
  /** @returns the nearest vectors, among those that `allows` where it is given, nearest first. `allows` must not throw. */
  search(query: Float32Array, limit: number, allows?: (label: number) => boolean): Neighbours
}

/**
 * Loads the graph that a manifest points to. hnswlib aborts the process on many a damaged file, so nothing is given
 * to it whose checksum does not hold.
 * @returns undefined when there is none, it is damaged, or it has another dimension.
 */
export async function loadGraph(
  folder: string,
  manifest: GraphManifest,
  dimension: number,
  signal: AbortSignal,
): Promise<LoadedGraph | undefined> {
  if (manifest.ef === 0 || manifest.dimension !== dimension) return undefined
  const keys = await readKeys(folder, manifest, signal)
  if (keys === undefined || !(await isIntact(folder, manifest, signal))) return undefined
  const graph = new hnswlib.HierarchicalNSW('ip', dimension)
  await graph.readIndex(join(folder, manifest.graphFile))
  if (graph.getCurrentCount() !== manifest.count || graph.getNumDimensions() !== dimension) return undefined
  graph.setEf(manifest.format === 1 ? Math.max(manifest.ef, FIRST_ASKED) : manifest.ef)
  return {
    manifest,
    keys,
    search(query, limit, allows) {
      return graph.searchKnn(Array.from(query), Math.min(limit, manifest.count), allows)
    },
  }
}

async function readKeys(
  folder: string,
  { keysFile, keysChecksum, count }: GraphManifest,
  signal: AbortSignal,
): Promise<Float64Array | undefined> {
  try {
    const path = join(folder, keysFile)
    if ((await checksumFile(path, signal)) !== keysChecksum) return undefined
    const bytes = await readFile(path)
    if (bytes.byteLength !== count * 8) return undefined
    return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))
  } catch {
    signal.throwIfAborted()
    return undefined
  }
}

async function isIntact(folder: string, manifest: GraphManifest, signal: AbortSignal): Promise<boolean> {
  try {
    return (await checksumFile(join(folder, manifest.graphFile), signal)) === manifest.graphChecksum
  } catch {
    signal.throwIfAborted()
    return false
  }
}
