import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { needsSignIn } from '../adapters/web/access/access-options.ts'
import { checkAccess } from '../adapters/web/access/check-access.ts'
import type { Config } from '../config.ts'
import { withDeadline } from '../domain/with-deadline.ts'
import type { Finding } from '../kiku.ts'
import { packageFolder } from './package-folder.ts'
import { accessOf } from './web-access.ts'

const LOOK_MS = 2_000
const part = 'page'

/** What `kiku doctor` says of the page. @throws KikuError `config-invalid` where it would be too open */
export async function examineWeb(config: Config, signal: AbortSignal): Promise<Finding> {
  const { enabled, host, port, publicUrl } = config.web
  if (!enabled) return { part, state: 'off', message: 'The page and the API are switched off.' }
  const access = accessOf(config)
  checkAccess(access, host)
  const readers = needsSignIn(access) ? 'whoever signs in' : 'this machine alone'
  const address = `http://${host.includes(':') ? `[${host}]` : host}:${port}`
  const message = `${publicUrl ?? address}, for ${readers}; ${(await isServed(address, signal)) ? 'it is being served' : '`kiku serve` serves it'}.`
  if (existsSync(join(packageFolder(), 'dist', 'page', 'index.html'))) return { part, state: 'ok', message }
  return {
    part,
    state: 'warning',
    message: `${message} It is not built.`,
    remedy: 'Start with `npm start`, which builds it.',
  }
}

async function isServed(address: string, signal: AbortSignal): Promise<boolean> {
  try {
    return await withDeadline({ signal, timeoutMs: LOOK_MS, what: 'page' }, async (inTime) => {
      const response = await fetch(`${address}/healthz`, { signal: inTime })
      return response.ok && (await response.text()).includes('alive')
    })
  } catch {
    signal.throwIfAborted()
    return false
  }
}
