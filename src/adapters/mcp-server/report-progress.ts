import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js'
import type { ServerNotification, ServerRequest } from '@modelcontextprotocol/sdk/types.js'

/** What the SDK hands to a tool beside its arguments. */
export type CallExtra = RequestHandlerExtra<ServerRequest, ServerNotification>

/** Tells a client how far its call has come, where it asked to be told. */
export interface ProgressReport {
  /** A new sentence is sent at once, the same one again as a sign of life. */
  say(message: string): void
  stop(): void
}

/**
 * Notifications as https://modelcontextprotocol.io/specification/2025-11-25/basic/utilities/progress describes them: the
 * number grows, without a total, since nobody knows how long an answer will be.
 */
export function reportProgress(
  { _meta, sendNotification, signal }: Pick<CallExtra, '_meta' | 'sendNotification' | 'signal'>,
  heartbeatMs: number,
): ProgressReport {
  const progressToken = _meta?.progressToken
  if (progressToken === undefined) return { say() {}, stop() {} }
  let progress = 0
  let latest = ''
  let isOver = false
  const send = () => {
    if (isOver || signal.aborted || latest === '') return
    progress += 1
    const params = { progressToken, progress, message: latest }
    // A client that has gone is noticed elsewhere.
    sendNotification({ method: 'notifications/progress', params }).catch(() => {})
  }
  const timer = setInterval(send, heartbeatMs)
  return {
    say(message) {
      if (message === latest) return
      latest = message
      send()
      timer.refresh()
    },
    stop() {
      isOver = true
      clearInterval(timer)
    },
  }
}
