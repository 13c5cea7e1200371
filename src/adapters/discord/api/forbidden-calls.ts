import type { Clock } from '../../../ports/clock.ts'
import type { Refusal } from './call-errors.ts'
import { PROBLEMS } from './discord-api.ts'

/** Remembers for a while what Kiku is not allowed to do, so that it does not ask again and again. */
export interface ForbiddenCalls {
  find(call: string): Refusal | undefined
  note(call: string, refusal: Refusal): void
}

/** Somebody who gives Kiku a permission tries again soon. */
const REMEMBERED_MS = 20_000
const MOST = 1_000
const LASTING: readonly number[] = [PROBLEMS.missingAccess, PROBLEMS.missingPermissions, PROBLEMS.cannotMessageUser]

export function createForbiddenCalls(clock: Clock): ForbiddenCalls {
  const calls = new Map<string, { readonly refusal: Refusal; readonly until: number }>()
  return {
    find(call) {
      const found = calls.get(call)
      if (found === undefined || found.until > clock.elapsed()) return found?.refusal
      calls.delete(call)
      return undefined
    },
    note(call, refusal) {
      if (refusal.status !== 403 || !LASTING.includes(refusal.error)) return
      calls.delete(call)
      calls.set(call, { refusal, until: clock.elapsed() + REMEMBERED_MS })
      const [oldest] = calls.keys()
      if (calls.size > MOST && oldest !== undefined) calls.delete(oldest)
    },
  }
}
