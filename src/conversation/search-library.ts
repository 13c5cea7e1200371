import type { Answer } from '../domain/answer.ts'
import type { AudienceLabel } from '../domain/audience.ts'
import type { Evidence } from '../domain/evidence.ts'
import type { IndexHit, IndexSearcher } from '../index/unified-index.ts'
import type { LibrarySearch } from '../ports/chat-host.ts'
import type { ItemStore } from '../ports/store.ts'

/** Knowledge and past talk. */
const SEARCHED = ['qa', 'chat'] as const
/** Below it nothing is listed: with the bundled embedder, texts that have nothing to do with a query reach 0.01. */
const LEAST_LISTED = 0.015
/** A probability below which nobody is told that there is more. */
const LEAST_PROBABILITY = 0.5
/** How much better it must be than what was found for everyone. */
const LEAST_GAIN = 0.15

/** Searches documents and past talk together; only probabilities are compared between the two. */
export async function searchLibrary(
  { text, audience, limit }: LibrarySearch,
  { searcher, items }: { readonly searcher: IndexSearcher; readonly items: Pick<ItemStore, 'get'> },
  signal: AbortSignal,
): Promise<readonly Evidence[]> {
  const found = await searchBoth(text, audience.labels, limit, searcher, signal)
  const hits = found.filter(({ probability }) => probability >= LEAST_LISTED)
  const records = new Map((await items.get(hits.map(({ key }) => key))).map((record) => [record.key, record]))
  return hits.flatMap((hit): Evidence[] => {
    const record = records.get(hit.key)
    // The index has filtered already; what is shown is checked against the record itself.
    if (record === undefined || !audience.labels.includes(record.audience)) return []
    const { title, location, locator, createdAt } = record
    return [{ ...hit, audience: record.audience, title, text: record.text, location, locator, createdAt }]
  })
}

/** Whether some labels hold something clearly better than what an answer rests on. */
export async function hasBetter(
  answer: Answer,
  labels: readonly AudienceLabel[],
  searcher: IndexSearcher,
  signal: AbortSignal,
): Promise<boolean> {
  if (labels.length === 0 || answer.decision.labels.every((label) => label === 'direct')) return false
  const [best] = await searchBoth(answer.question, labels, 1, searcher, signal)
  if (best === undefined || best.probability < LEAST_PROBABILITY) return false
  const found = answer.kind === 'abstained' ? 0 : Math.max(0, ...answer.citations.map(({ score }) => score))
  return best.probability >= found + LEAST_GAIN
}

async function searchBoth(
  text: string,
  audience: readonly AudienceLabel[],
  limit: number,
  searcher: IndexSearcher,
  signal: AbortSignal,
): Promise<readonly IndexHit[]> {
  const lists = await Promise.all(SEARCHED.map((task) => searcher.search({ task, text, audience, limit }, signal)))
  return lists
    .flat()
    .sort((left, right) => right.probability - left.probability)
    .slice(0, limit)
}
