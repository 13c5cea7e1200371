import { monitorEventLoopDelay } from 'node:perf_hooks'

/** What a piece of work cost. */
export interface WorkCost {
  readonly ms: number
  readonly cpuMs: number
  /** The longest that nothing else could run on the main thread. */
  readonly longestBlockMs: number
}

const RESOLUTION_MS = 5

/** Does the work and says what it took. */
export async function measureWork<T>(work: () => Promise<T>): Promise<WorkCost & { readonly result: T }> {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  delay.enable()
  // Node leaves out the time up to the first tick after a reset, so the work begins after one.
  delay.reset()
  await new Promise((resolve) => setTimeout(resolve, 4 * RESOLUTION_MS))
  const before = process.cpuUsage()
  const start = performance.now()
  const result = await work()
  const ms = performance.now() - start
  const { user, system } = process.cpuUsage(before)
  // A block that ends with the work is only seen by the timer after it.
  await new Promise((resolve) => setTimeout(resolve, 2 * RESOLUTION_MS))
  delay.disable()
  const longestBlockMs = Math.max(0, delay.max / 1e6 - RESOLUTION_MS)
  return { ms, cpuMs: (user + system) / 1_000, longestBlockMs, result }
}

export function residentMegabytes(): number {
  return process.memoryUsage.rss() / 2 ** 20
}
