/** How long calls took. */
export interface CallTimes {
  readonly calls: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly mostMs: number
  /** Processor time of this process for each call, all threads together: it tells waiting for a core from working. */
  readonly cpuMs: number
}

/** Calls before the count begins, so that the compiler has seen the code. */
const WARM_UP = 50

/** Makes one call for each input, one after the other, and times each. The first ones are repeated at the end. */
export async function measureCalls<T, R>(
  inputs: readonly T[],
  call: (input: T) => R | Promise<R>,
  onResult: (result: R, at: number) => void = () => {},
): Promise<CallTimes> {
  for (const input of inputs.slice(-WARM_UP)) await call(input)
  const times: number[] = []
  const before = process.cpuUsage()
  for (const [at, input] of inputs.entries()) {
    const start = performance.now()
    const result = await call(input)
    times.push(performance.now() - start)
    onResult(result, at)
  }
  const { user, system } = process.cpuUsage(before)
  return { ...summarizeTimes(times), cpuMs: (user + system) / 1_000 / inputs.length }
}

export function summarizeTimes(times: readonly number[]): Omit<CallTimes, 'cpuMs'> {
  const sorted = [...times].sort((a, b) => a - b)
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
  return { calls: times.length, p50Ms: at(0.5), p99Ms: at(0.99), mostMs: sorted.at(-1) ?? Number.NaN }
}
