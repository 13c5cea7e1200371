import type { AnswerEvent } from '../../../domain/answer.ts'
import { toKikuError } from '../../../domain/errors.ts'
import { withDeadline } from '../../../domain/with-deadline.ts'
import type { ReplyDraft } from './reply-draft.ts'

/** An answerer that is being read. */
export interface EventReading {
  /** @param isShown whether the end was shown: what was not may be taken up by another process. Never throws. */
  release(isShown: boolean): Promise<void>
}

const RELEASE_MS = 5_000

/**
 * Reads the events of an answer into a draft, up to the last one. Whatever goes wrong becomes the end of the draft.
 *
 * The answerer counts its work as done when it is asked for the event behind the last one, so that is asked for when the
 * last one is shown: a kill in between leaves a message that the next start takes up.
 */
export function readEvents(events: AsyncIterable<AnswerEvent>, draft: ReplyDraft, signal: AbortSignal): EventReading {
  const iterator = events[Symbol.asyncIterator]()
  const onAbort = () => draft.finish({ kind: 'aborted', reason: signal.reason })
  signal.addEventListener('abort', onAbort, { once: true })
  if (signal.aborted) onAbort()
  const read = async () => {
    let isEmpty = true
    try {
      while (draft.end === undefined) {
        const next = await iterator.next()
        if (next.done === true) return draft.finish(isEmpty ? { kind: 'nothing' } : endedEarly())
        isEmpty = false
        draft.take(next.value)
      }
    } catch (error) {
      draft.finish(
        signal.aborted ? { kind: 'aborted', reason: signal.reason } : { kind: 'failed', error: toKikuError(error) },
      )
    }
  }
  void read()
  return {
    async release(isShown) {
      signal.removeEventListener('abort', onAbort)
      const unending = new AbortController().signal
      const leave = async () => {
        if (isShown) await iterator.next()
        await iterator.return?.()
      }
      await withDeadline({ signal: unending, timeoutMs: RELEASE_MS, what: 'end of an answer' }, leave).catch(() => {})
    },
  }
}

function endedEarly() {
  return { kind: 'failed', error: toKikuError(new Error('The answer ended without its last event.')) } as const
}
