import type { AnswerEvent } from '../domain/answer.ts'
import type { TurnQueue } from './turn-queue.ts'

/**
 * Waits for a place in the queue and says meanwhile how many come first. Whoever leaves the loop leaves the queue.
 * @returns what gives the place back
 */
export async function* waitForPlace(
  queue: TurnQueue,
  authorId: string,
  signal: AbortSignal,
): AsyncGenerator<AnswerEvent, () => void> {
  const leaving = new AbortController()
  const onAbort = () => leaving.abort(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })
  if (signal.aborted) onAbort()
  let position: number | undefined
  let notice = () => {}
  const entering = queue.enter(authorId, leaving.signal, (now) => {
    position = now
    notice()
  })
  // A place that nobody waits for any more goes back; a refusal is thrown where it is awaited.
  const entered = entering.then((leave) => ({ leave }))
  entered.catch(() => {})
  let isTaken = false
  try {
    for (;;) {
      const moved = new Promise<undefined>((resolve) => {
        notice = () => resolve(undefined)
      })
      if (position !== undefined) {
        const shown = position
        position = undefined
        yield { kind: 'status', stage: 'queued', position: shown }
        continue
      }
      const place = await Promise.race([entered, moved])
      if (place === undefined) continue
      isTaken = true
      return place.leave
    }
  } finally {
    signal.removeEventListener('abort', onAbort)
    if (!isTaken) {
      leaving.abort(new DOMException('The question was given up.', 'AbortError'))
      entered.then(({ leave }) => leave()).catch(() => {})
    }
  }
}
