import type { Clock } from '../ports/clock.ts'
import type { Embedder } from '../ports/embedder.ts'
import type { ConversationStore, DocumentStore, ItemStore, SourceStore, VectorStore } from '../ports/store.ts'

/** What insight needs of the world. A `Store` has most of it. */
export interface InsightPorts {
  readonly conversations: Pick<ConversationStore, 'findTurn' | 'listAnswers'>
  readonly items: Pick<ItemStore, 'count' | 'get'>
  readonly vectors: Pick<VectorStore, 'countMissing'>
  readonly sources: Pick<SourceStore, 'list'>
  readonly documents: Pick<DocumentStore, 'find'>
  readonly embedder: Pick<Embedder, 'id' | 'keySpace'>
  readonly clock: Pick<Clock, 'elapsed'>
}

export interface InsightLimits {
  /** Answers that are read; older ones of the time are left out. */
  readonly answers: number
  /** Answers read before other work has its turn. */
  readonly pageSize: number
}

export const DEFAULT_INSIGHT_LIMITS: InsightLimits = { answers: 50_000, pageSize: 500 }
