import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { checksumFile, FIRST_ASKED, type GraphManifest } from './graph-files.ts'
import { type GraphThread, startGraphThread } from './graph-thread.ts'

/** A graph in a thread of its own. Its labels are places in `keys`. */
export interface LoadedGraph {
  readonly thread: GraphThread
  /** Item key of each label. */
  readonly keys: Float64Array
  /** Ordinal of each label, to be filled in; shared with the thread. */
  readonly ordinals: Int32Array<SharedArrayBuffer>
}

/**
 * Loads the graph that a manifest points to. hnswlib aborts the process on many a damaged file, so nothing is given
 * to it whose checksum does not hold.
 * @returns undefined when there is none, or it has another dimension; why it cannot be used where it is damaged.
 */
export async function loadGraph(
  folder: string,
  manifest: GraphManifest,
  dimension: number,
  signal: AbortSignal,
): Promise<LoadedGraph | { readonly reason: string } | undefined> {
  if (manifest.ef === 0 || manifest.dimension !== dimension) return undefined
  const keys = await readKeys(folder, manifest, signal)
  if (keys === undefined || !(await isIntact(folder, manifest, signal))) return { reason: 'Its files are damaged.' }
  const ordinals = new Int32Array(new SharedArrayBuffer(4 * manifest.count)).fill(-1)
  const ef = manifest.format === 1 ? Math.max(manifest.ef, FIRST_ASKED) : manifest.ef
  const path = join(folder, manifest.graphFile)
  const thread = await startGraphThread({ path, dimension, ef, ordinals }, signal)
  return 'reason' in thread ? thread : { thread, keys, ordinals }
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
