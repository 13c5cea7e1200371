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
/** The server answers with what it saw last and looks anew behind that, which may take it five seconds. */
const DOUBTFUL_MS = [1_000, 3_000, 6_000]
let doubts: readonly number[] = []
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
  const [doubtMs, ...left] = doubts
  doubts = left
  timer = setTimeout(() => void watchSession(), doubtMs ?? (isTroubled ? TROUBLED_MS : CALM_MS))
}

/** Looks at once and again soon: something has just shown that what is known may not hold any more. */
export function doubtSession(): void {
  doubts = DOUBTFUL_MS
  void watchSession()
}

window.addEventListener('online', () => void watchSession())
window.addEventListener('offline', () => void watchSession())
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') void watchSession()
})
