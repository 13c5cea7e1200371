import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { FEW, readQueries } from '../corpus/corpus.ts'
import { measureWork, residentMegabytes, type WorkCost } from '../measure/measure-work.ts'
import { dataFolder } from './open-bench-index.ts'
import { openBenchKiku } from './open-bench-kiku.ts'

export interface RestartFigures extends WorkCost {
  readonly residentMb: number
}

/** Time from opening the data folder to the first search with its texts. */
export async function restartKiku({
  work,
  snapshots,
}: {
  readonly work: string
  readonly snapshots: 'present' | 'deleted'
}): Promise<RestartFigures> {
  const { signal } = new AbortController()
  const folder = snapshots === 'present' ? dataFolder(work) : await copyWithoutSnapshots(work)
  const [query] = await readQueries(work)
  const { result: kiku, ...cost } = await measureWork(async () => {
    const opened = await openBenchKiku(folder, signal)
    const found = await opened.search({ text: query!.text, task: 'qa', audience: [FEW], limit: 10 }, signal)
    if (found.length === 0) throw new Error('The first search found nothing.')
    return opened
  })
  const residentMb = residentMegabytes()
  await kiku.close()
  return { ...cost, residentMb }
}

/** A copy, since other parts of the run still need the snapshots. */
async function copyWithoutSnapshots(work: string): Promise<string> {
  const copy = join(work, 'kiku-bare')
  const index = join(dataFolder(work), 'index')
  await cp(dataFolder(work), copy, { recursive: true, filter: (path) => path !== index })
  return copy
}
