import { toKikuError } from '../domain/errors.ts'
import type { OpenIndex } from '../index/open-index.ts'
import type { InboxStore, ReplyStore } from '../ports/store.ts'
import type { Telemetry } from '../ports/telemetry.ts'

/** Keeps the index in good order in the background. */
export interface Maintenance {
  /** Runs once more when the present run is over, or at once. */
  request(): void
  stop(): Promise<void>
}

/** Between two runs, for what other processes and servers could not do the last time. */
const EVERY_MS = 5 * 60_000

/** No platform delivers a message again after so long. */
const INBOX_MS = 30 * 24 * 60 * 60_000
/** Buttons under older replies say that the answer is gone. */
const REPLIES_MS = 365 * 24 * 60 * 60_000
const INBOX_SLICE = 1_000

/** Starts with a first run. A process that only looks has nothing to maintain. */
export function startMaintenance({
  index,
  inbox,
  replies,
  telemetry,
  isWriter,
}: {
  readonly index: OpenIndex
  readonly inbox: InboxStore
  readonly replies: ReplyStore
  readonly telemetry: Telemetry
  readonly isWriter: boolean
}): Maintenance {
  if (!isWriter) return { request() {}, stop: async () => {} }
  const stopping = new AbortController()
  let isRequested = false
  let running: Promise<void> | undefined
  const run = async (): Promise<void> => {
    while (isRequested && !stopping.signal.aborted) {
      isRequested = false
      try {
        await inbox.prune(Date.now() - INBOX_MS, INBOX_SLICE)
        await replies.prune(Date.now() - REPLIES_MS, INBOX_SLICE)
        await index.maintain(stopping.signal)
      } catch (error) {
        if (!stopping.signal.aborted) telemetry.warn('maintenance-failed', { reason: toKikuError(error).code })
      }
    }
    running = undefined
  }
  const request = (): void => {
    isRequested = true
    running ??= run()
  }
  const timer = setInterval(request, EVERY_MS)
  timer.unref()
  request()
  return {
    request,
    async stop() {
      clearInterval(timer)
      stopping.abort(new Error('Kiku is ending.'))
      await running
    },
  }
}
