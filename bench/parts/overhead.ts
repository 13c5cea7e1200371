import { runJob } from '../jobs/run-job.ts'
import { formatNumber } from '../report/table.ts'
import type { PartContext, PartReport } from './part.ts'
import { prepareShared } from './prepare-shared.ts'

/** Chunks that are read while the main thread is watched. */
const INGESTED = 5_000

/** What Kiku itself adds before the model is asked, and what may hold up everybody else. */
export async function benchOverhead(context: PartContext): Promise<PartReport> {
  const { work, chunks, log } = context
  const { kiku: prepared } = await prepareShared(context)
  log('reading a folder')
  const written = await runJob('write-folder', { work, name: 'markdown-few', most: INGESTED })
  const ingested = await runJob('ingest-with-kiku', { work, folder: written.folder, into: 'kiku-ingested-few' })
  log('asking questions')
  const asked = await runJob('measure-overhead', { work })
  const { times, requests, asking, residentMb } = asked
  return {
    figures: { asked, ingested, prepared },
    tables: [
      {
        title: `From the question to the request for its answer, ${formatNumber(chunks)} chunks`,
        columns: ['questions', 'p50 ms', 'p99 ms', 'most ms', 'requests to the model', 'resident MB'],
        rows: [[times.calls, times.p50Ms, times.p99Ms, times.mostMs, requests, residentMb]],
        notes: ['Time that earlier requests to the model took is not counted.'],
      },
      {
        title: 'Longest block of the main thread',
        columns: ['while', 'ms'],
        rows: [
          ['answering questions', asking.longestBlockMs],
          [`reading ${formatNumber(written.files)} Markdown files`, ingested.longestBlockMs],
          ['maintenance: graph built, snapshots saved', prepared.maintain.longestBlockMs],
        ],
      },
    ],
  }
}
