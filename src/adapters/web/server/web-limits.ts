/** How much one server takes and holds. */
export interface WebLimits {
  /** Of a request that is no upload. */
  readonly bodyBytes: number
  /** Until the whole body of a request that is no upload has come. */
  readonly bodyMs: number
  /** Until the headers of a request have come. */
  readonly headersMs: number
  /** Until the whole of any request has come, uploads included. */
  readonly requestMs: number
  /** That a connection may be idle between two requests. */
  readonly idleMs: number
  /** Between two looks for requests that are late. */
  readonly checkMs: number
  readonly connections: number
  /** What waits to be sent has to be gone after this time, and a second more for each `leastBytesPerSecond` of it. */
  readonly stallMs: number
  readonly leastBytesPerSecond: number
  /** Between two looks for readers that are too slow. */
  readonly sweepMs: number
  /** What a stop waits for replies to be sent, before it interrupts them. */
  readonly drainMs: number
  /** What replies that were interrupted have to say so. */
  readonly farewellMs: number
  /** What routes have to put things in order, once nobody is connected any more. */
  readonly tidyMs: number
}

export const DEFAULT_WEB_LIMITS: WebLimits = {
  bodyBytes: 256 * 1024,
  bodyMs: 20_000,
  headersMs: 10_000,
  requestMs: 600_000,
  idleMs: 10_000,
  checkMs: 5_000,
  connections: 1_024,
  stallMs: 30_000,
  leastBytesPerSecond: 4_096,
  sweepMs: 1_000,
  drainMs: 1_500,
  farewellMs: 500,
  tidyMs: 5_000,
}
