import { readdir, rm } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import type { UploadFolder } from '../../ports/upload-folder.ts'
import { keepUpload } from './keep-upload.ts'
import { codeOf } from './translate-read-failure.ts'

export interface UploadFolderOptions {
  /** Created when first needed, for its owner alone. */
  readonly folder: string
  /** Makes names of folders: random UUIDs, so that nobody can guess where a file lies. */
  readonly createId?: () => string
}

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Keeps uploaded files on this machine. */
export function createUploadFolder({
  folder,
  createId = () => crypto.randomUUID(),
}: UploadFolderOptions): UploadFolder {
  const root = resolve(folder)
  const own = new Set<string>()

  async function remove(id: string): Promise<void> {
    if (!ID.test(id)) return
    await rm(join(root, id), { recursive: true, force: true })
    own.delete(id)
  }

  return {
    remove,
    async keep(upload, signal) {
      const id = createId()
      own.add(id)
      try {
        return { id, ...(await keepUpload(upload, join(root, id), signal)) }
      } catch (thrown) {
        // What cannot be removed now is swept at the next start.
        await remove(id).catch(() => {})
        throw thrown
      }
    },
    idOf(location) {
      const [parent, id = '', name] = location.split(/[\\/]/).slice(-3)
      const isKept = parent === basename(root) && ID.test(id) && name !== undefined && name !== ''
      return isKept ? id : undefined
    },
    async sweep(known) {
      const names = await readdir(root).catch((thrown: unknown) => {
        if (codeOf(thrown) === 'ENOENT') return []
        throw thrown
      })
      // What is not named as we name things is not ours to delete.
      const orphans = names.filter((name) => ID.test(name) && !known.has(name) && !own.has(name))
      for (const id of orphans) await remove(id)
      return orphans.length
    },
  }
}
