import type { FetchLike } from '@modelcontextprotocol/sdk/shared/transport.js'
import { type Renewal, refreshSignIn, signInAsProgram } from './renew-sign-in.ts'
import { type SignIn, signInNeeded } from './sign-in.ts'
import type { SignInFile } from './sign-in-file.ts'

export interface AuthorizedFetchOptions extends Renewal {
  /** Name in the configuration. */
  readonly server: string
  readonly file: SignInFile
}

/** Renewed so long before the end. */
const EARLY_MS = 10_000

/**
 * Requests to a server under its sign-in, which is renewed when it ends or is refused. A server that wants none gets none.
 * The fetch throws `signInNeeded` where only a person can help.
 */
export function createAuthorizedFetch(options: AuthorizedFetchOptions): FetchLike {
  const { server, file, url, settings, now, fetch } = options
  const { origin } = new URL(url)
  // Not tied to a request: others wait for it too. It has a deadline of its own.
  const { signal } = new AbortController()
  let renewing: Promise<SignIn | undefined> | undefined

  /** @param used what was refused */
  async function renew(used: SignIn | undefined): Promise<SignIn | undefined> {
    const kept = await file.read()
    // Another process, or a person, has been here.
    if (kept !== undefined && kept.accessToken !== used?.accessToken) return kept
    const isProgram = settings.grant === 'client-credentials'
    const renewed = isProgram
      ? await signInAsProgram(options, signal)
      : kept && (await refreshSignIn(kept, options, signal))
    if (renewed !== undefined) {
      await file.save(renewed)
      return renewed
    }
    const latest = await file.read()
    if (latest?.accessToken !== kept?.accessToken) return latest
    // So that it is not tried again and again.
    if (latest !== undefined) await file.forget()
    return undefined
  }

  // A refresh token may be good for one use, so those who need one at the same time share it.
  function renewOnce(used: SignIn | undefined): Promise<SignIn | undefined> {
    renewing ??= renew(used).finally(() => {
      renewing = undefined
    })
    return renewing
  }

  return async (target, init) => {
    if (new URL(target).origin !== origin) return fetch(target, init)
    const send = (by: SignIn | undefined) => {
      const headers = new Headers(init?.headers)
      if (by !== undefined) headers.set('Authorization', `Bearer ${by.accessToken}`)
      return fetch(target, { ...init, headers })
    }
    const kept = await file.read()
    const isEnding = kept?.expiresAt !== undefined && kept.expiresAt - EARLY_MS <= now()
    const signIn = isEnding ? await renewOnce(kept) : kept
    const first = await send(signIn)
    if (first.status !== 401) return first
    await first.body?.cancel()
    const renewed = await renewOnce(signIn)
    if (renewed === undefined) throw signInNeeded(server)
    const second = await send(renewed)
    if (second.status !== 401) return second
    await second.body?.cancel()
    throw signInNeeded(server)
  }
}
