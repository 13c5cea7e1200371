import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { z } from 'zod'

/** A request of this process over HTTP, in milliseconds of `performance.now()`. */
export interface SentRequest {
  readonly path: string
  readonly sentAt: number
  /** Absent while it runs. */
  endedAt?: number
}

const Sending = z.object({ request: z.object({ path: z.string() }) })

/** Notes when `fetch` puts a request on the wire and when its answer has ended (Node's own diagnostics channels). */
export function watchRequests(): { readonly sent: readonly SentRequest[]; clear(): void; stop(): void } {
  const sent: SentRequest[] = []
  const running = new Map<unknown, SentRequest>()
  const onSend = (message: unknown): void => {
    const { request } = Sending.parse(message)
    const noted: SentRequest = { path: request.path, sentAt: performance.now() }
    running.set(requestOf(message), noted)
    sent.push(noted)
  }
  const onEnd = (message: unknown): void => {
    const noted = running.get(requestOf(message))
    if (noted !== undefined) noted.endedAt = performance.now()
    running.delete(requestOf(message))
  }
  subscribe('undici:client:sendHeaders', onSend)
  subscribe('undici:request:trailers', onEnd)
  subscribe('undici:request:error', onEnd)
  return {
    sent,
    clear: () => void sent.splice(0),
    stop() {
      unsubscribe('undici:client:sendHeaders', onSend)
      unsubscribe('undici:request:trailers', onEnd)
      unsubscribe('undici:request:error', onEnd)
    },
  }
}

/** The object itself, which the channels repeat. */
function requestOf(message: unknown): unknown {
  return typeof message === 'object' && message !== null && 'request' in message ? message.request : undefined
}
