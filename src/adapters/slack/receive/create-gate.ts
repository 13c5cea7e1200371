import type { App, ReceiverEvent } from '@slack/bolt'
import { toKikuError } from '../../../domain/errors.ts'
import type { Telemetry } from '../../../ports/telemetry.ts'
import type { SlackIdentity } from '../api/slack-api.ts'
import type { Arrival } from './arrival.ts'
import { createAck } from './create-ack.ts'
import { createInFlight } from './in-flight.ts'
import { readDelivery } from './read-delivery.ts'

export type ArrivalListener<Taken> = (arrival: Arrival, taken: Taken | undefined) => void

/** Stands between Slack and Bolt: what arrives is kept durably before Bolt, and so Slack, hears of it. */
export interface Gate<Taken> {
  /** The app as receivers may see it. */
  guard(app: App): App
  onArrival(listener: ArrivalListener<Taken>): void
  /** Notes that a listener failed, so that its delivery is not acknowledged in its place. */
  noteFailure(body: unknown): void
  /** Refuses everything from now on, and resolves when what is under way is acknowledged, or the time is over. */
  close(timeoutMs: number): Promise<void>
}

export interface GateOptions<Taken> {
  readonly identity: SlackIdentity
  readonly take: (arrival: Arrival) => Promise<Taken | undefined>
  readonly telemetry: Telemetry
  /** Deliveries that are not acknowledged yet; Slack delivers again what comes beyond them. */
  readonly mostInFlight?: number
}

export function createGate<Taken>({
  identity,
  take,
  telemetry,
  mostInFlight = 1_000,
}: GateOptions<Taken>): Gate<Taken> {
  const listeners: ArrivalListener<Taken>[] = []
  const inFlight = createInFlight(mostInFlight)
  const failed = new WeakSet<object>()

  /** Throws before anything is acknowledged when the delivery cannot be taken: Slack delivers it again. */
  async function processEvent(app: App, event: ReceiverEvent): Promise<void> {
    const leave = inFlight.enter()
    try {
      if (event.body.type === 'event_callback') await processArrival(app, event, leave)
      else await processInteraction(app, event, leave)
    } catch (thrown) {
      telemetry.warn('slack-delivery-refused', { code: toKikuError(thrown).code })
      throw thrown
    } finally {
      leave()
    }
  }

  async function processArrival(app: App, event: ReceiverEvent, leave: () => void): Promise<void> {
    const arrival = readDelivery(event.body, identity)
    if (arrival.kind === 'ignored') telemetry.debug('slack-delivery-ignored', { reason: arrival.reason })
    const taken = arrival.kind === 'ignored' ? undefined : await take(arrival)
    let isAnnounced = false
    // Also where the acknowledgement was lost: the delivery was taken, and its repetition will not be.
    const announce = () => {
      leave()
      if (isAnnounced || arrival.kind === 'ignored') return
      isAnnounced = true
      tell(arrival, taken)
    }
    const ack = createAck(event.ack, { telemetry, onSettled: announce })
    try {
      await app.processEvent({
        ...event,
        ack: ack.send,
        customProperties: { ...event.customProperties, arrival, taken },
      })
    } catch (thrown) {
      telemetry.error('slack-event-failed', { code: toKikuError(thrown).code })
    } finally {
      // Bolt acknowledges no event that it cannot tell the type of.
      await ack.send()
      announce()
    }
  }

  async function processInteraction(app: App, event: ReceiverEvent, leave: () => void): Promise<void> {
    const ack = createAck(event.ack, { telemetry, onSettled: leave })
    if (event.body.type === 'app_rate_limited') telemetry.warn('slack-deliveries-limited')
    await app.processEvent({ ...event, ack: ack.send })
    // Without this, a click that nobody listens to, such as one on a link, shows its author a warning.
    if (!ack.isSent() && !failed.has(event.body)) await ack.send()
  }

  function tell(arrival: Arrival, taken: Taken | undefined): void {
    for (const listener of listeners) {
      try {
        listener(arrival, taken)
      } catch (thrown) {
        telemetry.error('slack-arrival-failed', { code: toKikuError(thrown).code, kind: arrival.kind })
      }
    }
  }

  return {
    guard: (app) =>
      new Proxy(app, {
        get: (target, name) =>
          name === 'processEvent'
            ? (event: ReceiverEvent) => processEvent(target, event)
            : Reflect.get(target, name, target),
      }),
    onArrival: (listener) => void listeners.push(listener),
    noteFailure: (body) => {
      if (typeof body === 'object' && body !== null) failed.add(body)
    },
    close: (timeoutMs) => inFlight.close(timeoutMs),
  }
}
