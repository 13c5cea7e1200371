import type { IndexHit, IndexQuery, IndexSearcher } from '../../src/index/unified-index.ts'

/** Answers a query, or throws. */
export type SearchScript = (query: IndexQuery) => readonly IndexHit[] | Error

export interface ScriptedSearcher extends IndexSearcher {
  /** What was searched for, in order. */
  readonly queries: readonly IndexQuery[]
}

/** A searcher that answers by script per task, and fails loudly for a task that has none. */
export function scriptedSearcher(
  script: Partial<Readonly<Record<IndexQuery['task'], SearchScript>>>,
): ScriptedSearcher {
  const queries: IndexQuery[] = []
  return {
    queries,
    async search(query, signal) {
      signal.throwIfAborted()
      queries.push(query)
      const answer = script[query.task]
      if (answer === undefined) throw new Error(`unscripted search: ${query.task} ${query.text}`)
      const hits = answer(query)
      if (hits instanceof Error) throw hits
      return hits.slice(0, query.limit)
    },
  }
}

/** A hit of the knowledge namespace. */
export function hit(key: number, probability = 0.8, namespace: IndexHit['namespace'] = 'knowledge'): IndexHit {
  return { key, namespace, score: probability, probability, legs: { lexical: { score: probability, rank: 1 } } }
}
