import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TrainingOptions } from './options.ts'
import type { SharedState } from './training-state.ts'

/** Keeps what a run has learned, so that a later one with the same options goes on from there. */
export interface Checkpoints {
  /** @returns the next step; 0 where there is nothing to go on from */
  restore(state: SharedState): Promise<number>
  save(step: number, state: SharedState): Promise<void>
}

/** @param folder empty for none. */
export function createCheckpoints(folder: string, options: TrainingOptions): Checkpoints {
  const name = createHash('sha256').update(JSON.stringify(options)).digest('hex').slice(0, 12)
  const path = join(folder, `checkpoint-${name}.bin`)
  return {
    async restore(state) {
      const file = folder === '' ? undefined : await readFile(path).catch(() => undefined)
      if (file === undefined) return 0
      const parts = partsOf(state)
      let at = 4
      if (file.length !== parts.reduce((sum, part) => sum + part.byteLength, at)) return 0
      for (const part of parts) {
        part.set(file.subarray(at, at + part.length))
        at += part.length
      }
      return file.readUInt32LE(0)
    },
    async save(step, state) {
      if (folder === '') return
      await mkdir(folder, { recursive: true })
      const head = Buffer.alloc(4)
      head.writeUInt32LE(step)
      await writeFile(`${path}.new`, Buffer.concat([head, ...partsOf(state)]))
      await rename(`${path}.new`, path)
    },
  }
}

/** Everything that later steps depend on, as bytes. */
function partsOf({ parameters, isKept }: SharedState): Uint8Array[] {
  const { table, logWeights, heads, tableSums, weightSums, headSums } = parameters
  return [table, logWeights, heads, tableSums, weightSums, headSums, isKept].map(
    (part) => new Uint8Array(part.buffer, part.byteOffset, part.byteLength),
  )
}
