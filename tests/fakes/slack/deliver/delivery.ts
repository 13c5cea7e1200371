import type { WireObject } from '../wire.ts'

/** What comes to the app: events, commands, and clicks with all that resembles them. */
export type DeliveryKind = 'events_api' | 'slash_commands' | 'interactive'

/** One thing that the app was told, with all tries of it. */
export interface Delivery {
  readonly kind: DeliveryKind
  readonly body: WireObject
  /** Epoch milliseconds of the first try. */
  readonly at: number
  attempts: number
  isAcknowledged: boolean
  /** Epoch milliseconds. */
  acknowledgedAt: number | undefined
  /** What the acknowledgement carried. */
  acknowledgement: unknown
  /** Over HTTP: the status of each try, 0 where there was no answer. */
  readonly statuses: number[]
}

export interface DeliveryOptions {
  /** Acknowledgements that get lost on their way, so that Slack tries again. */
  readonly dropAcks?: number
  /** Over HTTP: signs with another secret, or as of some seconds ago. */
  readonly signWith?: string
  readonly ageSeconds?: number
  /** The number of the first try, where this is itself a late repetition. */
  readonly firstAttempt?: number
}

export interface Attempt {
  readonly kind: DeliveryKind
  readonly body: WireObject
  /** 0 for the first try. */
  readonly number: number
  readonly reason: '' | 'timeout' | 'http_error'
  readonly options: DeliveryOptions
}

export interface Outcome {
  readonly isAcknowledged: boolean
  readonly acknowledgement: unknown
  readonly status: number
  /** Whether the app asked not to be told again. */
  readonly isFinal: boolean
}

/** Carries one try to the app. Never rejects: what does not arrive is not acknowledged. */
export type Sender = (attempt: Attempt) => Promise<Outcome>

export const UNACKNOWLEDGED: Outcome = { isAcknowledged: false, acknowledgement: undefined, status: 0, isFinal: false }
