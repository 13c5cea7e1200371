import type { ReceiverEvent } from '@slack/bolt'
import type { Telemetry } from '../../../ports/telemetry.ts'

export interface Ack {
  readonly send: ReceiverEvent['ack']
  isSent(): boolean
}

/**
 * An acknowledgement that never throws. One that does not get through, since the connection went away meanwhile, makes
 * Slack deliver again; what was begun goes on.
 */
export function createAck(
  inner: ReceiverEvent['ack'],
  { telemetry, onSettled }: { readonly telemetry: Telemetry; readonly onSettled: () => void },
): Ack {
  let isSent = false
  return {
    async send(response) {
      if (isSent) return
      isSent = true
      try {
        await inner(response)
      } catch {
        telemetry.warn('slack-ack-failed')
      } finally {
        onSettled()
      }
    },
    isSent: () => isSent,
  }
}
