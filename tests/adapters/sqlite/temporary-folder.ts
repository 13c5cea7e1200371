import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A new empty folder, and the way to remove it. */
export async function createTemporaryFolder(): Promise<{ folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'kiku-store-'))
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}
