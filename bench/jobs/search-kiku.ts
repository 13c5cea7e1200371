import type { Task } from '../../src/domain/task.ts'
import { AUDIENCE_NAMES, AUDIENCES, type AudienceName, readQueries } from '../corpus/corpus.ts'
import { type CallTimes, measureCalls } from '../measure/measure-calls.ts'
import { residentMegabytes } from '../measure/measure-work.ts'
import { dataFolder, openBenchIndex } from './open-bench-index.ts'

/** How one candidate searched for one audience. */
export interface SearchFigures {
  readonly audience: AudienceName
  readonly times: CallTimes
  /** Share of the queries whose own chunk, where permitted, was among the first ten hits. */
  readonly found: number
}

const TASK: Task = 'qa'
export const HITS = 10

/** Whole retrieval (embed, permit, both legs, fusion), and the lexical leg alone. */
export async function searchKiku({ work }: { readonly work: string }): Promise<{
  readonly whole: readonly SearchFigures[]
  readonly lexical: readonly SearchFigures[]
  readonly residentMb: number
}> {
  const { signal } = new AbortController()
  const queries = await readQueries(work)
  const { index, close } = await openBenchIndex(dataFolder(work), signal)
  const { catalog, lexical } = index.shelf('knowledge')
  const whole: SearchFigures[] = []
  const words: SearchFigures[] = []
  for (const audience of AUDIENCE_NAMES) {
    const labels = AUDIENCES[audience]
    const permitted = catalog.permit({ audience: labels })
    const mayFind = (key: number): boolean => permitted.mask[catalog.ordinalOf(key)] === 1
    let found = 0
    let findable = 0
    const count = (keys: readonly number[], at: number): void => {
      const key = queries[at]!.answer + 1
      if (!mayFind(key)) return
      findable += 1
      if (keys.includes(key)) found += 1
    }
    const request = { task: TASK, audience: labels, limit: HITS }
    const times = await measureCalls(
      queries,
      ({ text }) => index.search({ ...request, text }, signal),
      (hits, at) =>
        count(
          hits.map(({ key }) => key),
          at,
        ),
    )
    whole.push({ audience, times, found: found / findable })
    found = 0
    findable = 0
    const options = { limit: HITS, permitted: permitted.mask, permittedCount: permitted.count }
    const wordTimes = await measureCalls(
      queries,
      ({ text }) => lexical.search([{ text, weight: 1 }], options),
      (hits, at) =>
        count(
          hits.map(({ ordinal }) => catalog.keyOf(ordinal)),
          at,
        ),
    )
    words.push({ audience, times: wordTimes, found: found / findable })
  }
  const residentMb = residentMegabytes()
  await close()
  return { whole, lexical: words, residentMb }
}
