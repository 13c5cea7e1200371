import type { BoundedLog } from '../bounded-log.ts'
import type { Timers } from '../timers.ts'
import type { WireObject } from '../wire.ts'
import type { Attempt, Delivery, DeliveryKind, DeliveryOptions, Sender } from './delivery.ts'

/** Tells the app things, again and again where it must, and writes down what became of that. */
export interface Deliverer {
  /** Deliveries that are not settled. */
  readonly underWay: number
  deliver(kind: DeliveryKind, body: WireObject, options?: DeliveryOptions): Promise<Delivery>
}

export function createDeliverer(options: {
  readonly sender: () => Sender
  readonly timers: Timers
  /** Milliseconds before each further try. Commands and clicks are tried once only. */
  readonly retryDelaysMs: readonly number[]
  readonly log: BoundedLog<Delivery>
  readonly onChange: () => void
}): Deliverer {
  const { sender, timers, retryDelaysMs, log, onChange } = options
  let underWay = 0

  async function tryAll(delivery: Delivery, how: DeliveryOptions): Promise<void> {
    const delays = delivery.kind === 'events_api' ? retryDelaysMs : []
    let dropped = how.dropAcks ?? 0
    let reason: Attempt['reason'] = how.firstAttempt === undefined ? '' : 'timeout'
    for (let number = 0; number <= delays.length && !timers.isClosed; number += 1) {
      if (number > 0) await timers.sleep(delays[number - 1] ?? 0)
      delivery.attempts += 1
      const { kind, body } = delivery
      const outcome = await sender()({ kind, body, number: number + (how.firstAttempt ?? 0), reason, options: how })
      delivery.statuses.push(outcome.status)
      const isLost = outcome.isAcknowledged && dropped-- > 0
      if (outcome.isAcknowledged && !isLost) {
        delivery.isAcknowledged = true
        delivery.acknowledgedAt = Date.now()
        delivery.acknowledgement = outcome.acknowledgement
        return
      }
      if (outcome.isFinal) return
      reason = outcome.status === 0 ? 'timeout' : 'http_error'
    }
  }

  return {
    get underWay() {
      return underWay
    },
    async deliver(kind, body, how = {}) {
      const delivery: Delivery = {
        kind,
        body,
        at: Date.now(),
        attempts: 0,
        isAcknowledged: false,
        acknowledgedAt: undefined,
        acknowledgement: undefined,
        statuses: [],
      }
      log.add(delivery)
      underWay += 1
      try {
        await tryAll(delivery, how)
      } finally {
        underWay -= 1
        onChange()
      }
      return delivery
    },
  }
}
