import { yieldToEvents } from '../ingest/yield-to-events.ts'
import type { AnswerFacts } from '../ports/conversation-lists.ts'
import type { Percentiles } from '../ports/insight.ts'

/** Stages are a dozen; whatever else a database holds must not fill the memory. */
const MOST_STAGES = 32

/** Keeps the duration of every stage, for exact percentiles. */
export function collectLatency(): {
  add(facts: AnswerFacts): void
  finish(signal: AbortSignal): Promise<Readonly<Record<string, Percentiles>>>
} {
  const durations = new Map<string, number[]>()
  return {
    add({ timings }) {
      for (const [stage, duration] of Object.entries(timings)) {
        if (!Number.isFinite(duration)) continue
        const known = durations.get(stage)
        if (known !== undefined) known.push(duration)
        else if (durations.size < MOST_STAGES) durations.set(stage, [duration])
      }
    },
    async finish(signal) {
      const stages: [string, Percentiles][] = []
      for (const [stage, values] of durations) {
        signal.throwIfAborted()
        stages.push([stage, findPercentiles(Float64Array.from(values).sort())])
        await yieldToEvents()
      }
      return Object.fromEntries(stages)
    },
  }
}

/** By nearest rank: the least value that at least this share of the values does not exceed. */
function findPercentiles(sorted: Float64Array): Percentiles {
  const rank = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? 0
  return { p50: rank(0.5), p90: rank(0.9), p99: rank(0.99) }
}
