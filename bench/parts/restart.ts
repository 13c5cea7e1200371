import { runJob } from '../jobs/run-job.ts'
import { formatNumber } from '../report/table.ts'
import type { PartContext, PartReport } from './part.ts'
import { prepareShared } from './prepare-shared.ts'

/** How long a restart takes until the first search is answered, and what it needs of memory. */
export async function benchRestart(context: PartContext): Promise<PartReport> {
  const { work, chunks, log } = context
  await prepareShared(context)
  log('restarting Kiku')
  const present = await runJob('restart-kiku', { work, snapshots: 'present' })
  log('restarting LangChain HNSWLib')
  const hnswlib = await runJob('restart-hnswlib', { work })
  log('restarting Kiku without snapshots')
  const deleted = await runJob('restart-kiku', { work, snapshots: 'deleted' })
  const rows = [
    ['Kiku', present] as const,
    ['Kiku, snapshots deleted', deleted] as const,
    ['LangChain HNSWLib.load', hnswlib] as const,
  ]
  return {
    figures: { present, deleted, hnswlib },
    tables: [
      {
        title: `Restart with ${formatNumber(chunks)} chunks`,
        columns: ['', 'first answer ms', 'CPU ms', 'longest block ms', 'resident MB'],
        rows: rows.map(([name, one]) => [name, one.ms, one.cpuMs, one.longestBlockMs, one.residentMb]),
        notes: ['From opening the folder to the first search answered with its texts.'],
      },
    ],
  }
}
