import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createLocalFiles } from '../../../src/adapters/folders/create-local-files.ts'
import type { FileSystemBench } from '../../contracts/file-system-contract.ts'

/** The real file system over a temporary folder. */
export async function openLocalFiles(): Promise<FileSystemBench> {
  const root = await mkdtemp(join(tmpdir(), 'kiku-files-'))
  const path = (...names: string[]) => join(root, ...names)
  return {
    files: createLocalFiles({ quietMs: 60 }),
    root,
    path,
    async write(name, content) {
      await mkdir(dirname(path(name)), { recursive: true })
      await writeFile(path(name), content)
    },
    makeFolder: async (name) => void (await mkdir(path(name), { recursive: true })),
    remove: (name) => rm(path(name), { recursive: true }),
    close: () => rm(root, { recursive: true, force: true }),
  }
}
