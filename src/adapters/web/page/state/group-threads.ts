import type { ThreadSummaryView } from '../../api/schemas/conversations.ts'

export type ThreadAge = 'today' | 'yesterday' | 'thisWeek' | 'older'

export interface ThreadGroup {
  readonly age: ThreadAge
  readonly threads: readonly ThreadSummaryView[]
}

/** Threads by how long ago their last question was, in the order given. @param midnight epoch milliseconds when today began */
export function groupThreads(threads: readonly ThreadSummaryView[], midnight: number): ThreadGroup[] {
  const groups: { age: ThreadAge; threads: ThreadSummaryView[] }[] = []
  for (const thread of threads) {
    const age = ageOf(thread.updatedAt, midnight)
    const last = groups.at(-1)
    if (last?.age === age) last.threads.push(thread)
    else groups.push({ age, threads: [thread] })
  }
  return groups
}

const DAY_MS = 86_400_000

function ageOf(at: number, midnight: number): ThreadAge {
  if (at >= midnight) return 'today'
  if (at >= midnight - DAY_MS) return 'yesterday'
  return at >= midnight - 7 * DAY_MS ? 'thisWeek' : 'older'
}
