import type { Answer } from '../domain/answer.ts'
import type { AudienceLabel } from '../domain/audience.ts'
import type { Evidence } from '../domain/evidence.ts'
import { merelyAsks } from '../domain/language/interrogatives.ts'
import { analyzeTerms } from '../domain/language/terms.ts'
import type { IndexHit, IndexSearcher } from '../index/unified-index.ts'
import type { LibrarySearch } from '../ports/chat-host.ts'
import type { ItemStore } from '../ports/store.ts'

/** Knowledge and past talk. */
const SEARCHED = ['qa', 'chat'] as const
/** Below it nothing is listed: with the bundled embedder, texts that have nothing to do with a query reach 0.01. */
const LEAST_LISTED = 0.015
/** A probability below which nobody is told that there is more. */
const LEAST_PROBABILITY = 0.5
/** Passages among which the better one is looked for. */
const COMPARED = 8
/** How much better it must be than what was found for everyone. */
const LEAST_GAIN = 0.15

/** What looking things up needs of the world. */
export interface LibraryPorts {
  readonly searcher: IndexSearcher
  readonly items: Pick<ItemStore, 'get'>
}

/**
 * Searches documents and past talk together; only probabilities are compared between the two. The same question asked
 * before says nothing and is left out.
 */
export async function searchLibrary(
  { text: query, audience, limit }: LibrarySearch,
  { searcher, items }: LibraryPorts,
  signal: AbortSignal,
): Promise<readonly Evidence[]> {
  const found = await searchBoth(query, audience.labels, limit, searcher, signal)
  const hits = found.filter(({ probability }) => probability >= LEAST_LISTED)
  const records = new Map((await items.get(hits.map(({ key }) => key))).map((record) => [record.key, record]))
  return hits.flatMap((hit): Evidence[] => {
    const record = records.get(hit.key)
    // The index has filtered already; what is shown is checked against the record itself.
    if (record === undefined || !audience.labels.includes(record.audience)) return []
    const { title, text, location, locator, createdAt } = record
    if (record.namespace === 'history' && merelyAsks(text) && wordsOf(text) === wordsOf(query)) return []
    const { key, namespace, score, probability, legs } = hit
    const place = { location, locator, createdAt }
    return [{ key, namespace, audience: record.audience, title, text, ...place, score, probability, legs }]
  })
}

/** Whether some labels hold something clearly better than what an answer rests on. */
export async function hasBetter(
  answer: Answer,
  labels: readonly AudienceLabel[],
  ports: LibraryPorts,
  signal: AbortSignal,
): Promise<boolean> {
  if (labels.length === 0 || answer.decision.labels.every((label) => label === 'direct')) return false
  const request = { text: answer.question, audience: { labels }, limit: COMPARED }
  const telling = (await searchLibrary(request, ports, signal)).filter(({ text }) => !merelyAsks(text))
  // Of two passages that say the same, the first has a low probability, since it hardly leads.
  const best = Math.max(0, ...telling.map(({ probability }) => probability))
  const found = answer.kind === 'abstained' ? 0 : Math.max(0, ...answer.citations.map(({ score }) => score))
  return best >= LEAST_PROBABILITY && best >= found + LEAST_GAIN
}

function wordsOf(text: string): string {
  return analyzeTerms(text).join(' ')
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
