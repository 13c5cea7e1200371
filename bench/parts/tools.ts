import { runJob } from '../jobs/run-job.ts'
import { formatRatio } from '../report/table.ts'
import type { PartContext, PartReport } from './part.ts'

const COUNTS = [100, 1_000, 10_000]

/** What finding the few tools that fit costs, and saves, among many. */
export async function benchTools({ seed, log }: PartContext): Promise<PartReport> {
  const figures = []
  for (const tools of COUNTS) {
    log(`${tools} tools`)
    figures.push(await runJob('search-tools', { tools, seed }))
  }
  return {
    figures,
    tables: [
      {
        title: 'Finding 6 tools among many, beside pasting all of them',
        columns: [
          'tools',
          'indexed in s',
          'p50 ms',
          'p99 ms',
          'most ms',
          'meant one offered',
          'tokens offered',
          'tokens of all',
          'all beside offered',
        ],
        rows: figures.map(({ tools, indexSeconds, times, found, offeredTokens, allTokens }) => [
          ...[tools, indexSeconds, times.p50Ms, times.p99Ms, times.mostMs, `${(found * 100).toFixed(1)} %`],
          ...[offeredTokens, allTokens, formatRatio(allTokens, offeredTokens)],
        ]),
        notes: ['A token is counted for every four characters of names, descriptions and parameters.'],
      },
    ],
  }
}
