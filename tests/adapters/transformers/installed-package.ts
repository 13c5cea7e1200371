import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { findPackage, installedFolder } from '../../../src/adapters/transformers/find-package.ts'
import { installPackage } from '../../../src/adapters/transformers/install-package.ts'

const CACHE = join(import.meta.dirname, '..', '..', '..', 'node_modules', '.cache', 'kiku-transformers')

/**
 * A folder with the real package: the one that `KIKU_TEST_TRANSFORMERS` names (its `node_modules` holds it), else one beside
 * the other dependencies, filled through Kiku's own installation: in continuous integration, or where the variable says
 * `install`, since 300 MB come over the network for it (63 MB stay).
 * @returns where it is, or why there is none
 */
export async function findInstalledPackage(): Promise<{ readonly cwd: string } | { readonly reason: string }> {
  const { CI, KIKU_TEST_TRANSFORMERS: wanted = CI === undefined ? undefined : 'install' } = process.env
  if (wanted !== undefined && wanted !== 'install') {
    return findPackage({ cwd: wanted, data: wanted }) === undefined
      ? { reason: `There is none in ${wanted}.` }
      : { cwd: wanted }
  }
  const cwd = installedFolder(CACHE)
  if (findPackage({ cwd, data: CACHE }) !== undefined) return { cwd }
  if (wanted === undefined) return { reason: 'Set KIKU_TEST_TRANSFORMERS=install to have it installed.' }
  mkdirSync(CACHE, { recursive: true })
  try {
    const signal = new AbortController().signal
    await installPackage({ data: CACHE, environment: process.env, onProgress: () => {}, signal, timeoutMs: 100_000 })
    return { cwd }
  } catch (thrown) {
    return { reason: thrown instanceof Error ? thrown.message : String(thrown) }
  }
}
