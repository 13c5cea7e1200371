import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Vectors of equal length, one after the other. */
export interface VectorTable {
  readonly dimension: number
  readonly count: number
  /** A view, not a copy. */
  row(at: number): Float32Array
}

export function tableOf(numbers: Float32Array, dimension: number): VectorTable {
  const row = (at: number): Float32Array => numbers.subarray(at * dimension, (at + 1) * dimension)
  return { dimension, count: numbers.length / dimension, row }
}

/** Keeps the vectors of the corpus, so that every candidate searches the same ones. */
export async function writeVectors(work: string, vectors: readonly Float32Array[]): Promise<void> {
  const dimension = vectors[0]?.length ?? 0
  const numbers = new Float32Array(vectors.length * dimension)
  for (const [at, vector] of vectors.entries()) numbers.set(vector, at * dimension)
  await writeFile(join(work, 'vectors.f32'), new Uint8Array(numbers.buffer))
  await writeFile(join(work, 'dimension.json'), JSON.stringify(dimension))
}

export async function readVectors(work: string): Promise<VectorTable> {
  const bytes = await readFile(join(work, 'vectors.f32'))
  const dimension = Number(await readFile(join(work, 'dimension.json'), 'utf8'))
  return tableOf(new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4), dimension)
}
