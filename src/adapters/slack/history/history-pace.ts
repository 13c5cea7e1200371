/** How much to ask Slack for, and how often. One for a workspace. */
export interface HistoryPace {
  /** Messages to ask for in the next page. */
  readonly limit: number
  /** Milliseconds to leave between two requests. */
  readonly pauseMs: number
  /** Takes note of how a request went. */
  note(page: PageServed): void
}

export interface PageServed {
  readonly asked: number
  readonly got: number
  readonly hasMore: boolean
  /** Milliseconds, waits for Slack's limits included. */
  readonly tookMs: number
}

const SMALL_PAGE = 15
const PAGES = [SMALL_PAGE, 100, 200] as const
/** About fifty requests a minute, Slack's tier 3. */
const LEAST_PAUSE_MS = 1_200
/** Every second place of a budget of one request a minute: the other one is for people who wait. */
const MOST_PAUSE_MS = 120_000
const SLOW_MS = 20_000

/**
 * Apps that a company built for itself read pages of hundreds, many a minute; commercial apps outside the Marketplace get
 * 15 messages once a minute. Which one this is shows in what is served.
 * Source: https://docs.slack.dev/changelog/2025/05/29/tos-updates
 */
export function createHistoryPace(): HistoryPace {
  let step = 0
  let pauseMs = LEAST_PAUSE_MS
  let isCapped = false
  return {
    get limit() {
      return isCapped ? SMALL_PAGE : (PAGES[step] ?? SMALL_PAGE)
    },
    get pauseMs() {
      return isCapped ? MOST_PAUSE_MS : pauseMs
    },
    note({ asked, got, hasMore, tookMs }) {
      // Pages of a thread hold its root beside the replies.
      isCapped ||= asked > SMALL_PAGE && got <= SMALL_PAGE + 1 && hasMore
      const isSlow = tookMs > SLOW_MS
      pauseMs = isSlow ? Math.min(MOST_PAUSE_MS, pauseMs * 4) : Math.max(LEAST_PAUSE_MS, pauseMs / 2)
      if (!isSlow && hasMore && got >= asked) step = Math.min(step + 1, PAGES.length - 1)
    },
  }
}
