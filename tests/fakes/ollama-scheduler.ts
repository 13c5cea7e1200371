import { type FakeOllamaModel, RefusedRequest } from './ollama-wire.ts'

export interface SchedulerStats {
  active: number
  maxActive: number
  waiting: number
  maxWaiting: number
  loads: number
  /** Loads of a model that was there already, because `num_ctx` differed. */
  reloads: number
}

export interface Scheduler {
  readonly stats: SchedulerStats
  acquire(model: FakeOllamaModel, numCtx: number, signal: AbortSignal): Promise<{ release(): void }>
}

interface Runner {
  readonly numCtx: number
  busy: number
  queue: (() => void)[]
}

/**
 * Ollama's scheduler in small: a loaded model takes requests without limit and serves a few at once; only requests
 * that need a load can be refused as too many.
 */
export function createScheduler({
  numParallel,
  maxQueue,
  load,
  onChange,
}: {
  readonly numParallel: number
  readonly maxQueue: number
  readonly load: () => Promise<void>
  readonly onChange: () => void
}): Scheduler {
  const runners = new Map<string, Runner>()
  const stats: SchedulerStats = { active: 0, maxActive: 0, waiting: 0, maxWaiting: 0, loads: 0, reloads: 0 }
  let pendingLoads = 0

  async function ensureLoaded(model: FakeOllamaModel, numCtx: number, signal: AbortSignal): Promise<Runner> {
    const there = runners.get(model.name)
    if (there?.numCtx === numCtx) return there
    if (pendingLoads >= maxQueue) {
      throw new RefusedRequest(503, 'server busy, please try again.  maximum pending requests exceeded')
    }
    pendingLoads += 1
    try {
      if (there === undefined) stats.loads += 1
      else stats.reloads += 1
      await load()
    } finally {
      pendingLoads -= 1
    }
    if (signal.aborted) throw new RefusedRequest(499, 'request canceled')
    const meanwhile = runners.get(model.name)
    const runner = meanwhile?.numCtx === numCtx ? meanwhile : { numCtx, busy: 0, queue: [] }
    runners.set(model.name, runner)
    return runner
  }

  async function waitForSlot(runner: Runner, signal: AbortSignal): Promise<void> {
    stats.waiting += 1
    stats.maxWaiting = Math.max(stats.maxWaiting, stats.waiting)
    onChange()
    try {
      await new Promise<void>((resolve, reject) => {
        runner.queue.push(resolve)
        signal.addEventListener('abort', () => {
          runner.queue = runner.queue.filter((waiter) => waiter !== resolve)
          reject(new RefusedRequest(500, 'context canceled'))
        })
      })
    } finally {
      stats.waiting -= 1
    }
  }

  return {
    stats,
    async acquire(model, numCtx, signal) {
      const runner = await ensureLoaded(model, Math.min(numCtx, model.context), signal)
      const slots = model.capabilities.includes('completion') ? numParallel : 1
      if (runner.busy >= slots) await waitForSlot(runner, signal)
      else runner.busy += 1
      stats.active += 1
      stats.maxActive = Math.max(stats.maxActive, stats.active)
      let isReleased = false
      return {
        release() {
          if (isReleased) return
          isReleased = true
          stats.active -= 1
          const next = runner.queue.shift()
          if (next === undefined) runner.busy -= 1
          else next()
          onChange()
        },
      }
    },
  }
}
