import { lstat, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { FileFacts, LinkPolicy } from '../../ports/file-system.ts'
import { codeOf, translateReadFailure } from './translate-read-failure.ts'

/** Says what a path leads to. */
export async function statPath(path: string, { followLinks }: LinkPolicy): Promise<FileFacts> {
  try {
    // As big integers, since file numbers of some systems do not fit a double.
    const facts = await (followLinks ? stat : lstat)(path, { bigint: true })
    const identity = `${facts.dev}:${facts.ino}`
    if (facts.isFile()) return { kind: 'file', byteSize: Number(facts.size), identity }
    return facts.isDirectory() ? { kind: 'folder', identity } : { kind: 'other' }
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return explainAbsence(path)
    throw translateReadFailure(error, path)
  }
}

async function explainAbsence(path: string): Promise<FileFacts> {
  const folder = await stat(dirname(path)).catch(() => undefined)
  return { kind: folder?.isDirectory() === true ? 'missing' : 'unreachable' }
}
