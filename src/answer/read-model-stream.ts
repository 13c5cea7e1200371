import { withDeadline } from '../domain/with-deadline.ts'
import type { ChatModel, ChatRequest, ModelEvent } from '../ports/chat-model.ts'
import type { Clock } from '../ports/clock.ts'

/** How long each part of a model's stream may take, in milliseconds. */
export interface StreamLimits {
  readonly firstTokenMs: number
  readonly idleMs: number
  readonly answerMs: number
}

/**
 * Reads a model's stream with a deadline on every step. Whoever stops reading ends the generation.
 * @throws what the model throws, KikuError `deadline-exceeded`, or the reason of the signal
 */
export async function* readModelStream(
  model: ChatModel,
  request: ChatRequest,
  { limits, clock, signal }: { readonly limits: StreamLimits; readonly clock: Clock; readonly signal: AbortSignal },
): AsyncGenerator<ModelEvent, void> {
  const controller = new AbortController()
  const onAbort = () => controller.abort(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })
  const iterator = model.stream(request, controller.signal)[Symbol.asyncIterator]()
  const endsAt = clock.elapsed() + limits.answerMs
  let waitMs = limits.firstTokenMs
  try {
    while (true) {
      const timeoutMs = Math.max(0, Math.min(waitMs, endsAt - clock.elapsed()))
      const step = await withDeadline({ signal, timeoutMs, what: 'model' }, () => iterator.next())
      if (step.done === true) return
      waitMs = limits.idleMs
      yield step.value
    }
  } finally {
    signal.removeEventListener('abort', onAbort)
    controller.abort(new DOMException('The answer is no longer wanted.', 'AbortError'))
    // Not awaited: a stream that does not listen must not hold up whoever has stopped reading.
    iterator.return?.().catch(() => {})
  }
}
