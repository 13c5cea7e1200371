import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

export const FIRST_ASKED = 100

/** What is known of a graph on disk. The file that holds this points to the others, and is replaced atomically. */
export const GraphManifest = z.strictObject({
  /** In the first, `ef` was measured while `FIRST_ASKED` neighbours were asked for: no fewer candidates will do. */
  format: z.literal([1, 2]),
  dimension: z.int().positive(),
  count: z.int().positive(),
  /**
   * Size of the candidate list that reached `recall`; hnswlib forgets it, so it is set after every load. 0 when no
   * size found nearly all true neighbours: then there are no files, and the exact scan serves.
   */
  ef: z.int().nonnegative(),
  /** Measured recall@10 against the exact scan. */
  recall: z.number().min(0).max(1),
  graphFile: z.string().regex(/^[\w.-]+$/),
  graphChecksum: z.string().length(64),
  keysFile: z.string().regex(/^[\w.-]+$/),
  keysChecksum: z.string().length(64),
})
export type GraphManifest = z.infer<typeof GraphManifest>

/** @returns undefined when there is none or it cannot be read. */
export async function readManifest(folder: string, name: string): Promise<GraphManifest | undefined> {
  try {
    return GraphManifest.parse(JSON.parse(await readFile(manifestPath(folder, name), 'utf8')))
  } catch {
    return undefined
  }
}

/** Puts a new graph in the place of the old, whose files go. */
export async function replaceManifest(folder: string, name: string, manifest: GraphManifest): Promise<void> {
  const before = await readManifest(folder, name)
  const temporary = `${manifestPath(folder, name)}.tmp`
  await writeFile(temporary, JSON.stringify(manifest), { mode: 0o600, flush: true })
  await rename(temporary, manifestPath(folder, name))
  if (before === undefined) return
  await rm(join(folder, before.graphFile), { force: true })
  await rm(join(folder, before.keysFile), { force: true })
}

/** SHA-256 of a file in hex, read in pieces. */
export async function checksumFile(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of createReadStream(path, { signal })) hash.update(piece)
  return hash.digest('hex')
}

function manifestPath(folder: string, name: string): string {
  return join(folder, `${name}.graph.json`)
}
