import type { Audience } from '../../domain/audience.ts'
import { KikuError } from '../../domain/errors.ts'
import type { RateWindow } from '../common/http/rate-window.ts'

/** Whoever calls: the person at the terminal, or the bearer of a token. */
export interface McpCaller {
  /** `terminal`, or the name of the token. */
  readonly name: string
  /** What the caller may read. */
  readonly audience: Audience
  /** Whether the folders of this machine may be named. Others are given the last part of a path. */
  readonly seesPaths: boolean
  /** Counts a call in. @returns what counts it out. @throws KikuError `rate-limited`, `queue-full` */
  enter(): () => void
}

export interface McpCallerOptions {
  readonly name: string
  readonly audience: Audience
  readonly seesPaths: boolean
  /** Calls under way. */
  readonly mostConcurrent: number
  /** Calls in a time; without it there may be any number. */
  readonly window?: RateWindow
}

/** One caller, whose calls are counted together however many sessions they come in. */
export function createMcpCaller({ name, audience, seesPaths, mostConcurrent, window }: McpCallerOptions): McpCaller {
  let running = 0
  return {
    name,
    audience,
    seesPaths,
    enter() {
      if (running >= mostConcurrent) {
        throw new KikuError('queue-full', 'Too many calls are under way.', { retryable: true })
      }
      const seconds = window?.take() ?? 0
      if (seconds > 0) {
        const message = 'Too many calls in a short time.'
        throw new KikuError('rate-limited', message, { retryable: true, details: { seconds } })
      }
      running += 1
      let isIn = true
      return () => {
        if (isIn) running -= 1
        isIn = false
      }
    },
  }
}
