import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { findPackage } from '../../../src/adapters/transformers/find-package.ts'
import { installPackage } from '../../../src/adapters/transformers/install-package.ts'

const CACHE = join(import.meta.dirname, '..', '..', '..', 'node_modules', '.cache', 'kiku-transformers')

/**
 * A folder with the real package: the one that `KIKU_TEST_TRANSFORMERS` names (its `node_modules` holds it), else one beside
 * the other dependencies, filled through Kiku's own installation: in continuous integration, or where the variable says
 * `install`, since 300 MB come over the network for it (63 MB stay).
 * @returns where it is, or why there is none
 */
export async function findInstalledPackage(): Promise<
  { readonly data: string; readonly cwd: string } | { readonly reason: string }
> {
  const wanted = process.env.KIKU_TEST_TRANSFORMERS
  const cwd = wanted !== undefined && wanted !== 'install' ? wanted : '/'
  if (findPackage({ cwd, data: CACHE }) !== undefined) return { data: CACHE, cwd }
  if (wanted === undefined && process.env.CI === undefined) {
    return { reason: 'set KIKU_TEST_TRANSFORMERS=install to have it installed' }
  }
  mkdirSync(CACHE, { recursive: true })
  try {
    const signal = new AbortController().signal
    await installPackage({ data: CACHE, environment: process.env, onProgress: () => {}, signal, timeoutMs: 100_000 })
    return { data: CACHE, cwd }
  } catch (thrown) {
    return { reason: thrown instanceof Error ? thrown.message : String(thrown) }
  }
}
