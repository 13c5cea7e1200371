import { dropNearDuplicates } from '../src/answer/drop-near-duplicates.ts'
import type { EvidenceAgent } from '../src/answer/question.ts'
import type { IndexHit, IndexSearcher } from '../src/index/unified-index.ts'
import type { ItemStore } from '../src/ports/store.ts'
import { addAttached } from './attached-evidence.ts'
import { loadEvidence } from './load-evidence.ts'

export interface KnowledgeAgentOptions {
  readonly searcher: IndexSearcher
  readonly items: Pick<ItemStore, 'get' | 'listOfThread'>
  /** Hits to look at. */
  readonly candidates?: number
  /** Pieces of evidence to return at most. */
  readonly limit?: number
  /** Hits less probable than this are noise, 0 to 1. */
  readonly minimumProbability?: number
  /** Hits less probable than this share of the best one's probability are left out, 0 to 1. */
  readonly minimumShare?: number
}

/** Finds passages of the ingested documents, and of files attached in the thread. */
export function createKnowledgeAgent({
  searcher,
  items,
  candidates = 24,
  limit = 12,
  minimumProbability = 0.01,
  minimumShare = 0.1,
}: KnowledgeAgentOptions): EvidenceAgent {
  return {
    label: 'knowledge',
    async gather(question, signal) {
      const { text, context, audience } = question
      const task = context.length === 0 ? 'qa' : 'convsearch'
      const query = { task, text, context, audience: audience.labels, limit: candidates } as const
      const hits = await searcher.search(query, signal)
      const probable = dropImprobable(hits, minimumProbability, minimumShare)
      const evidence = await loadEvidence(probable, items, audience.labels)
      const withAttached = await addAttached(evidence, question, items)
      return dropNearDuplicates(withAttached).slice(0, limit)
    },
  }
}

function dropImprobable(hits: readonly IndexHit[], minimum: number, share: number): IndexHit[] {
  const best = hits.reduce((highest, hit) => Math.max(highest, hit.probability), 0)
  return hits.filter((hit) => hit.probability >= Math.max(minimum, best * share))
}
