import type { Clock } from '../../../../ports/clock.ts'

/** What was begun at the provider and has not come back. */
export interface PendingSignIn {
  readonly nonce: string
  readonly verifier: string
  /** Secret of the browser that began it. */
  readonly browser: string
  /** Where it goes afterwards: a path of ours. */
  readonly to: string
}

/** Each comes back once, to the browser that began it, within some minutes. */
export interface PendingSignIns {
  add(state: string, pending: PendingSignIn): void
  take(state: string, browser: string | undefined): PendingSignIn | undefined
}

export const PENDING_MS = 600_000
const MOST = 2_000

export function createPendingSignIns(clock: Clock): PendingSignIns {
  const entries = new Map<string, PendingSignIn & { readonly at: number }>()
  return {
    add(state, pending) {
      const now = clock.now()
      for (const [key, { at }] of entries) {
        if (entries.size < MOST && now - at < PENDING_MS) break
        entries.delete(key)
      }
      entries.set(state, { ...pending, at: now })
    },
    take(state, browser) {
      const entry = entries.get(state)
      // Somebody else's browser does not use it up.
      if (entry === undefined || entry.browser !== browser) return undefined
      entries.delete(state)
      return clock.now() - entry.at < PENDING_MS ? entry : undefined
    },
  }
}
