import { Interruption } from '../../../../domain/interruption.ts'
import type { ApiDesk } from '../api-desk.ts'
import { problemFor } from '../api-desk.ts'
import type { StreamEvent } from '../schemas/answer.ts'
import type { ShowLocation } from '../views/show-location.ts'
import { viewEvent } from '../views/view-event.ts'
import type { BegunAnswer } from './begin-answer.ts'

export interface Follower {
  readonly show: ShowLocation
  readonly language: 'en' | 'ja'
  /** Aborts when nobody waits for the answer any more. */
  readonly signal: AbortSignal
  /** Shows one step. Where it throws, the answer is stopped. */
  tell(event: StreamEvent): Promise<void>
}

/** Tells the steps of an answer, `begun` first and `done` or `failed` last, and stops it when nobody waits for it. Never throws. */
export async function followAnswer(begun: BegunAnswer, follower: Follower, desk: ApiDesk): Promise<void> {
  const { show, language, signal } = follower
  const describe = (thrown: unknown) => problemFor(thrown, language, desk)
  let isHeard = true
  const leave = () => {
    isHeard = false
    begun.stop()
  }
  // What the end of the process interrupts is taken up by the next start, so it is not stopped.
  const onAbort = () => signal.reason instanceof Interruption || leave()
  signal.addEventListener('abort', onAbort, { once: true })
  if (signal.aborted) onAbort()
  const tell = async (event: StreamEvent) => {
    if (isHeard) await follower.tell(event).catch(leave)
  }
  try {
    await tell({ kind: 'begun', threadId: begun.threadId, turnId: begun.turnId })
    for await (const event of desk.turns.stream(begun.events)) await tell(viewEvent(event, { show, describe }))
  } catch (thrown) {
    await tell({ kind: 'failed', problem: describe(thrown) })
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}
