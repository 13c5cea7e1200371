import { runJob } from '../jobs/run-job.ts'
import type { PartContext } from './part.ts'

type Shared = Awaited<ReturnType<typeof fill>>

/** By work folder. */
const filled = new Map<string, Promise<Shared>>()

/** Fills Kiku's data folder and LangChain's saved store, unless an earlier part did. */
export function prepareShared(context: PartContext): Promise<Shared> {
  const known = filled.get(context.work)
  if (known !== undefined) return known
  const filling = fill(context)
  filled.set(context.work, filling)
  return filling
}

async function fill({ work, log }: PartContext) {
  log("filling Kiku's data folder")
  const kiku = await runJob('prepare-kiku', { work })
  log('filling LangChain HNSWLib')
  const hnswlib = await runJob('prepare-hnswlib', { work })
  return { kiku, hnswlib }
}
