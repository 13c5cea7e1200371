import { runJob } from '../jobs/run-job.ts'
import type { PartContext } from './part.ts'

type Shared = Awaited<ReturnType<typeof fill>>
type FilledKiku = Awaited<ReturnType<typeof fillKiku>>

/** By work folder. */
const filled = new Map<string, Promise<Shared>>()
const filledKikus = new Map<string, Promise<FilledKiku>>()

/** Fills Kiku's data folder and LangChain's saved store, unless an earlier part did. */
export function prepareShared(context: PartContext): Promise<Shared> {
  return once(filled, context, fill)
}

/** Fills Kiku's data folder alone, unless an earlier part did. */
export function prepareKikuAlone(context: PartContext): Promise<FilledKiku> {
  return once(filledKikus, context, fillKiku)
}

function once<Filled>(
  known: Map<string, Promise<Filled>>,
  context: PartContext,
  work: (context: PartContext) => Promise<Filled>,
): Promise<Filled> {
  const filling = known.get(context.work) ?? work(context)
  known.set(context.work, filling)
  return filling
}

function fillKiku({ work, log }: PartContext) {
  log("filling Kiku's data folder")
  return runJob('prepare-kiku', { work })
}

async function fill(context: PartContext) {
  const kiku = await prepareKikuAlone(context)
  context.log('filling LangChain HNSWLib')
  const hnswlib = await runJob('prepare-hnswlib', { work: context.work })
  return { kiku, hnswlib }
}
