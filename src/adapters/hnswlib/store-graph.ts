import { randomUUID } from 'node:crypto'
import { mkdir, open, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ItemNumbers } from '../../ports/lexical-index.ts'
import { checksumFile, type GraphManifest, replaceManifest } from './graph-files.ts'
import { runBuild } from './run-build.ts'
import type { VectorRows } from './vector-rows.ts'

/** Vectors copied before other work gets its turn. */
const SLICE = 500

/**
 * Builds a graph of all vectors and puts it on disk, or the note that none is good enough (`ef` 0).
 */
export async function storeGraph(
  { rows, folder, name }: { readonly rows: VectorRows; readonly folder: string; readonly name: string },
  numbers: ItemNumbers,
  signal: AbortSignal,
): Promise<GraphManifest> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const base = `${name}.${randomUUID()}`
  const vectorsFile = join(folder, `${base}.vectors.tmp`)
  const graphFile = `${base}.hnsw`
  const keysFile = `${base}.keys`
  let isKept = false
  try {
    const keys = await copyVectors(vectorsFile, rows, numbers, signal)
    const job = { vectorsFile, graphFile: join(folder, graphFile), dimension: rows.dimension, count: keys.length }
    const { ef, recall } = await runBuild(job, signal)
    await writeFile(join(folder, keysFile), new Uint8Array(Float64Array.from(keys).buffer), {
      mode: 0o600,
      flush: true,
    })
    const manifest: GraphManifest = {
      format: 2,
      dimension: rows.dimension,
      count: keys.length,
      ef,
      recall,
      graphFile,
      graphChecksum: await checksumFile(join(folder, graphFile), signal),
      keysFile,
      keysChecksum: await checksumFile(join(folder, keysFile), signal),
    }
    await replaceManifest(folder, name, manifest)
    isKept = ef > 0
    return manifest
  } finally {
    const leftovers = isKept ? [vectorsFile] : [vectorsFile, join(folder, graphFile), join(folder, keysFile)]
    for (const file of leftovers) await rm(file, { force: true })
  }
}

/** Copies the vectors to a file. @returns their keys, read together with them, since both may change in between. */
async function copyVectors(
  path: string,
  rows: VectorRows,
  { keyOf }: ItemNumbers,
  signal: AbortSignal,
): Promise<number[]> {
  const ordinals = rows.ordinals()
  const keys: number[] = []
  const file = await open(path, 'w', 0o600)
  try {
    for (let at = 0; at < ordinals.length; at += SLICE) {
      signal.throwIfAborted()
      const slice = ordinals.subarray(at, at + SLICE)
      const copy = new Float32Array(slice.length * rows.dimension)
      let copied = 0
      for (const ordinal of slice) {
        const vector = rows.vector(ordinal)
        if (vector === undefined) continue
        copy.set(vector, copied * rows.dimension)
        copied += 1
        keys.push(keyOf(ordinal))
      }
      await file.write(new Uint8Array(copy.buffer, 0, copied * rows.dimension * 4))
    }
  } finally {
    await file.close()
  }
  return keys
}
