import type { Problem } from '../../api/schemas/common.ts'
import type { SessionView } from '../../api/schemas/conversations.ts'
import { fetchSession } from '../api/conversations.ts'
import { toProblem } from '../api/problem.ts'
import { createStore } from './store.ts'

export interface SessionState {
  readonly session?: SessionView
  /** Why the last look failed; what was known before stays. */
  readonly problem?: Problem
}

export const sessionStore = createStore<SessionState>({})

const CALM_MS = 60_000
const TROUBLED_MS = 5_000
let timer: ReturnType<typeof setTimeout> | undefined

/** Looks who is asking and what works, now and from time to time, sooner where something does not work. */
export async function watchSession(): Promise<void> {
  clearTimeout(timer)
  try {
    sessionStore.write({ session: await fetchSession() })
  } catch (thrown) {
    sessionStore.update(({ session }) => ({
      ...(session === undefined ? {} : { session }),
      problem: toProblem(thrown),
    }))
  }
  const { problem, session } = sessionStore.read()
  // Somebody who has to sign in leaves the page for it.
  if (problem?.status === 401) return
  const isTroubled = problem !== undefined || session?.model?.isReachable === false
  timer = setTimeout(() => void watchSession(), isTroubled ? TROUBLED_MS : CALM_MS)
}

window.addEventListener('online', () => void watchSession())
window.addEventListener('offline', () => void watchSession())
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') void watchSession()
})
