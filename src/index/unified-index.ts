import type { AudienceLabel } from '../domain/audience.ts'
import type { LegScore } from '../domain/evidence.ts'
import type { FusionWeights } from '../domain/fusion-weights.ts'
import type { Namespace, Side, Task } from '../domain/task.ts'
import type { Embedder } from '../ports/embedder.ts'
import type { ItemHeader, ItemKey, SpaceVector } from '../ports/store.ts'

/** What to look for, where, and on whose behalf. */
export interface IndexQuery {
  readonly task: Task
  /** The question. */
  readonly text: string
  /** Earlier turns, oldest first; they count less and are dropped first where the input is too long. */
  readonly context?: readonly ContextTurn[]
  /** Labels that every reader of the reply may read. Items with any other label cannot be returned. */
  readonly audience: readonly AudienceLabel[]
  readonly limit: number
  /** Epoch milliseconds, inclusive. */
  readonly since?: number
  /** Epoch milliseconds, exclusive. */
  readonly until?: number
  /** Only items of this thread, or of all others. */
  readonly thread?: { readonly id: string; readonly only: boolean }
  /** Hits that say the same as a better one stay too, as where it matters in which document a passage stands. */
  readonly keepsCopies?: boolean
  /** Other weights than those of the embedder, to find out which are best. */
  readonly fusion?: FusionWeights
}

/** An earlier turn that a question leans on. What the user said counts more than what the assistant said. */
export interface ContextTurn {
  readonly role: 'user' | 'assistant'
  readonly text: string
}

export interface IndexHit {
  readonly key: ItemKey
  readonly namespace: Namespace
  /** Fused score, comparable within this search only. */
  readonly score: number
  /** Calibrated probability of relevance, 0 to 1. */
  readonly probability: number
  readonly legs: { readonly lexical?: LegScore; readonly dense?: LegScore }
}

/** A text whose neighbours are to be looked at. */
export interface NearestQuery extends Pick<IndexQuery, 'task' | 'text' | 'audience' | 'limit'> {
  /** Whether it is embedded as a question, or as what is found. */
  readonly side: Side
}

/** A text among its neighbours. */
export interface Nearest {
  /** The one that serves at present. */
  readonly embedder: Pick<Embedder, 'id' | 'preset' | 'dimension'>
  readonly vector: Float32Array
  /** Nearest first. */
  readonly hits: readonly NearestHit[]
}

/** A neighbour by the vectors alone. */
export interface NearestHit {
  readonly key: ItemKey
  readonly cosine: number
  /** From 1: its place in a search for the same text; absent below the 100th, and where it repeats a better one. */
  readonly fusedRank?: number
}

/** The part of the index that agents see. */
export interface IndexSearcher {
  /** @returns hits, best first. Never throws for want of vectors: then the lexical leg answers alone. */
  search(query: IndexQuery, signal: AbortSignal): Promise<readonly IndexHit[]>
}

/** An item with what the index needs to find it. */
export interface IndexEntry extends ItemHeader {
  readonly title: string
  readonly text: string
  /** One per space of the item's namespace, as far as known; the lexical leg serves the item meanwhile. */
  readonly vectors: readonly SpaceVector[]
}

/** The part of the index that ingestion and conversation write to. The store is written first; this follows it. */
export interface IndexWriter {
  /**
   * Vectors for texts that are about to be stored, one list for each, one vector for each space of the namespace.
   * Where the embedder cannot be reached the lists are empty; a background pass fills them in later.
   */
  embedKeys(
    namespace: Namespace,
    texts: readonly { readonly title: string; readonly text: string }[],
    signal: AbortSignal,
  ): Promise<readonly (readonly SpaceVector[])[]>
  /** Makes stored items findable. */
  attach(entries: readonly IndexEntry[]): void
  /** Makes items unfindable at once. Ignores keys that are not there. */
  detach(keys: readonly ItemKey[]): void
}

/** Rankings of the two legs and of their fusion, for evaluation. */
export interface LegRankings {
  readonly lexical: readonly ItemKey[]
  readonly dense: readonly ItemKey[]
  readonly fused: readonly ItemKey[]
}
