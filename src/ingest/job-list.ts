import type { SourceJob } from '../ports/source-desk.ts'

/** Jobs as those who look on see them. */
export interface JobList {
  add(job: SourceJob): void
  /** A job that has ended stays as it is. */
  change(id: string, changes: Partial<SourceJob>): void
  find(id: string): SourceJob | undefined
  /** Those under way and the last that ended, the latest first. */
  list(): readonly SourceJob[]
  /** The job as it is now and at changes, until it has ended or the signal aborts. */
  follow(id: string, signal: AbortSignal): AsyncIterable<SourceJob>
}

interface Entry {
  job: SourceJob
  readonly watchers: Set<() => void>
}

export interface JobListOptions {
  /** Most ended jobs kept. */
  readonly mostEnded: number
  /** Least time between two changes that a follower sees; the end comes at once. */
  readonly quietMs: number
}

export function createJobList({ mostEnded, quietMs }: JobListOptions): JobList {
  const entries = new Map<string, Entry>()

  function dropOldest(): void {
    const ended = [...entries.values()].filter(({ job }) => hasEnded(job))
    const old = ended.sort((left, right) => (left.job.endedAt ?? 0) - (right.job.endedAt ?? 0))
    for (const { job } of old.slice(0, Math.max(0, old.length - mostEnded))) entries.delete(job.id)
  }

  return {
    add(job) {
      entries.set(job.id, { job, watchers: new Set() })
    },
    change(id, changes) {
      const entry = entries.get(id)
      if (entry === undefined || hasEnded(entry.job)) return
      entry.job = { ...entry.job, ...changes }
      for (const notify of [...entry.watchers]) notify()
      if (hasEnded(entry.job)) dropOldest()
    },
    find: (id) => entries.get(id)?.job,
    list: () => [...entries.values()].map(({ job }) => job).reverse(),
    async *follow(id, signal) {
      const entry = entries.get(id)
      while (entry !== undefined && !signal.aborted) {
        const { job } = entry
        yield job
        if (hasEnded(job)) return
        await waitUntil(() => entry.job !== job, { entry, signal })
        await waitUntil(() => hasEnded(entry.job), { entry, signal, mostMs: quietMs })
      }
    },
  }
}

export function hasEnded({ state }: SourceJob): boolean {
  return state === 'done' || state === 'failed' || state === 'cancelled'
}

/** Waits for a change after which something holds, for the signal, or no longer than so long. */
function waitUntil(
  holds: () => boolean,
  { entry, signal, mostMs }: { readonly entry: Entry; readonly signal: AbortSignal; readonly mostMs?: number },
): Promise<void> {
  return new Promise((resolve) => {
    if (holds() || signal.aborted) return resolve()
    const finish = () => {
      clearTimeout(timer)
      entry.watchers.delete(onChange)
      signal.removeEventListener('abort', finish)
      resolve()
    }
    const onChange = () => {
      if (holds()) finish()
    }
    const timer = mostMs === undefined ? undefined : setTimeout(finish, mostMs)
    entry.watchers.add(onChange)
    signal.addEventListener('abort', finish, { once: true })
  })
}
