import type { AnswerFacts } from '../ports/conversation-lists.ts'
import type { RetrievalHealth } from '../ports/insight.ts'
import type { InsightPorts } from './insight-ports.ts'

/** Tells how well answers that searched are supported, and what searching has to work with. */
export function countRetrieval(): {
  add(facts: AnswerFacts): void
  finish(ports: InsightPorts, signal: AbortSignal): Promise<RetrievalHealth>
} {
  let searched = 0
  let cited = 0
  let scored = 0
  let probability = 0
  return {
    add({ labels, citations }) {
      if (labels.every((label) => label === 'direct')) return
      searched += 1
      if (citations.length === 0) return
      cited += 1
      const scores = citations.map(({ score }) => score).filter(Number.isFinite)
      if (scores.length === 0) return
      scored += 1
      probability += Math.max(...scores)
    },
    async finish({ items, vectors, embedder }, signal) {
      const passages = await items.count()
      signal.throwIfAborted()
      const knowledge = await vectors.countMissing(embedder.keySpace('qa'), 'knowledge')
      signal.throwIfAborted()
      const history = await vectors.countMissing(embedder.keySpace('chat'), 'history')
      return {
        citedShare: searched === 0 ? null : cited / searched,
        meanBestProbability: scored === 0 ? null : probability / scored,
        passages,
        withoutVector: knowledge + history,
        embedder: embedder.id,
      }
    },
  }
}
