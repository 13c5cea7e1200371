import type { WireObject } from './wire.ts'

/** Something that goes wrong with calls to come. Pushed by tests, used up by calls, in order. */
export interface Fault {
  /** Such as `chat.postMessage`; `*` for any; `response_url` and `download` for what is no method. */
  readonly method: string
  /** An HTTP status without effect. 429 tells to wait. */
  readonly status?: number
  /** Seconds, with 429. Default 1. */
  readonly retryAfter?: number
  /** A refusal without effect: `ok: false` with this error. */
  readonly error?: string
  /** Milliseconds until the call is looked at. */
  readonly delayMs?: number
  /** Cuts the connection: before the call has its effect, or after it, when nobody hears of it. */
  readonly drop?: 'before' | 'after'
  /** Answers 200 with something that is no JSON. */
  readonly garbage?: boolean
  /** How many calls it meets. Default 1. */
  readonly times?: number
  /** Only calls with such arguments. */
  readonly where?: (parameters: WireObject) => boolean
}

/** Takes the first fault that meets a call out of the list, or counts it down. */
export function takeFault(faults: Fault[], method: string, parameters: WireObject): Fault | undefined {
  const at = faults.findIndex(
    (fault) => (fault.method === method || fault.method === '*') && (fault.where?.(parameters) ?? true),
  )
  const fault = faults[at]
  if (fault === undefined) return undefined
  const left = (fault.times ?? 1) - 1
  if (left > 0) faults[at] = { ...fault, times: left }
  else faults.splice(at, 1)
  return fault
}
