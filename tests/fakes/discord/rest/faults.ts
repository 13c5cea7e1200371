/** Something that goes wrong with calls to come. Pushed by tests, used up by calls, in order. */
export interface Fault {
  /** Any where it is left out. */
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Matches the path without `/api/v10`, decoded: `/channels/1/messages`, `/webhooks/1/token/messages/@original`. */
  readonly path: RegExp
  /** An HTTP status without effect. 429 tells to wait. */
  readonly status?: number
  /** Discord's number for the refusal. Default 0. */
  readonly code?: number
  /** Seconds, with 429. Default 1. */
  readonly retryAfter?: number
  /** Whose limit it is, with 429. Default the bucket's, `user`. */
  readonly scope?: 'user' | 'shared' | 'global'
  /** Milliseconds until the call is looked at. */
  readonly delayMs?: number
  /** Cuts the connection: before the call has its effect, or after it, when nobody hears of it. */
  readonly drop?: 'before' | 'after'
  /** Answers with something that is no JSON. With 200 the call has no effect either. */
  readonly garbage?: boolean
  /** How many calls it meets. Default 1. */
  readonly times?: number
  /** Only calls with such a body. */
  readonly where?: (body: unknown) => boolean
}

/** Takes the first fault that meets a call out of the list, or counts it down. */
export function takeFault(
  faults: Fault[],
  call: { readonly method: string; readonly path: string; readonly body: unknown },
): Fault | undefined {
  const at = faults.findIndex(
    ({ method, path, where }) =>
      (method === undefined || method === call.method) && path.test(call.path) && (where?.(call.body) ?? true),
  )
  const fault = faults[at]
  if (fault === undefined) return undefined
  const left = (fault.times ?? 1) - 1
  if (left > 0) faults[at] = { ...fault, times: left }
  else faults.splice(at, 1)
  return fault
}
