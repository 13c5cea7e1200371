import { toKikuError } from '../domain/errors.ts'
import { dominantScript } from '../domain/language/scripts.ts'
import { NAMESPACE_TASKS, type Namespace, namespaceOf, type Task } from '../domain/task.ts'
import { type Clock, systemClock } from '../ports/clock.ts'
import type { Embedder } from '../ports/embedder.ts'
import { type Instruments, noInstruments } from '../ports/instruments.ts'
import type { LegHit, LexicalIndex } from '../ports/lexical-index.ts'
import type { ItemKey, SpaceVector } from '../ports/store.ts'
import { silentTelemetry, type Telemetry } from '../ports/telemetry.ts'
import type { VectorIndex } from '../ports/vector-index.ts'
import { calibrateScore, calibrationFor } from './calibrate-scores.ts'
import { createQueryEmbedder } from './embed-query.ts'
import { type FusedHit, fuseRankings } from './fuse-rankings.ts'
import { joinKeyText } from './join-key-text.ts'
import { createShelf, type Shelf } from './shelf.ts'
import type { IndexHit, IndexQuery, IndexSearcher, IndexWriter, LegRankings } from './unified-index.ts'
import { weighContext } from './weigh-context.ts'
import { createCosineWeigher } from './weigh-cosine.ts'

export interface UnifiedIndexOptions {
  readonly embedder: Embedder
  readonly createLexicalIndex: (namespace: Namespace) => LexicalIndex
  /** Called once for each vector space that a namespace has. */
  readonly createVectorIndex: (namespace: Namespace, space: string, dimension: number) => VectorIndex
  /** A query that is not embedded by then is answered by the lexical leg alone. */
  readonly embedTimeoutMs?: number
  readonly telemetry?: Telemetry
  readonly instruments?: Instruments
  readonly clock?: Clock
}

/** One index for everything: knowledge, history, tools and examples, all through one embedder. */
export interface UnifiedIndex extends IndexSearcher, IndexWriter {
  /** The three rankings of a query, `limit` long, for evaluation. */
  rankLegs(query: IndexQuery, signal: AbortSignal): Promise<LegRankings>
  /** For restoring from the store and its snapshots. */
  shelf(namespace: Namespace): Shelf
}

interface Fused {
  readonly shelf: Shelf
  readonly lexical: readonly LegHit[]
  readonly dense: readonly LegHit[]
  readonly fused: readonly FusedHit[]
}

/**
 * An embedder that weighs less than this only orders what the words have found, unless the scan is cheap: a hit by
 * nearness alone could not outrank one by words.
 */
export const LEAST_LISTED_WEIGHT = 0.05
const CHEAP_SCAN = 10_000

/** Candidates that each leg contributes to the fusion. */
const CANDIDATES = 100

export function createUnifiedIndex(options: UnifiedIndexOptions): UnifiedIndex {
  const { embedder, telemetry = silentTelemetry, embedTimeoutMs = 2_000 } = options
  const { instruments = noInstruments, clock = systemClock } = options
  const shelves = createShelves(options)
  const isListWorthy = Math.max(embedder.fusion.sameScript, embedder.fusion.crossScript) >= LEAST_LISTED_WEIGHT
  const calibration = calibrationFor(embedder.preset)
  const embedQuery = createQueryEmbedder({ embedder, telemetry, timeoutMs: embedTimeoutMs })
  const fuse = async (query: IndexQuery, signal: AbortSignal): Promise<Fused> => {
    const shelf = shelves[namespaceOf(query.task)]
    const vectors = shelf.vectorsFor(query.task)
    const isEmpty = shelf.catalog.permit(query).count === 0
    const embed = () => instruments.span('search.embed', {}, () => embedQuery(query, signal))
    const vector = isEmpty || vectors.size === 0 ? undefined : await embed()
    // Asked again after the wait, and everything below is synchronous: meanwhile an ordinal may have gone to an item of
    // another audience.
    const { mask, count } = shelf.catalog.permit(query)
    if (count === 0) return { shelf, lexical: [], dense: [], fused: [] }
    const options = { limit: CANDIDATES, permitted: mask, permittedCount: count }
    const terms = weighContext(query)
    const listsDense = vector !== undefined && (isListWorthy || count <= CHEAP_SCAN)
    const searchDense = (near: Float32Array) =>
      instruments.span('search.dense', {}, () => vectors.search(near, options))
    const nearest = listsDense ? searchDense(vector) : []
    const include = nearest.map(({ ordinal }) => ordinal)
    const lexical = instruments.span('search.lexical', {}, () => shelf.lexical.search(terms, { ...options, include }))
    // Where words find nothing, nearness is better than that, however much it costs.
    const isEmptyHanded = vector !== undefined && !listsDense && lexical.length === 0
    const dense = isEmptyHanded ? searchDense(vector) : nearest
    const script = dominantScript(query.text)
    const weigh = createCosineWeigher(embedder.fusion, query.task, lexical[0]?.score ?? 0)
    const fused = fuseRankings({
      lexical,
      dense,
      cosineOf: (ordinals) => (vector === undefined ? ordinals.map(() => 0) : vectors.score(vector, ordinals)),
      worthOf: (ordinal, cosine) => weigh(cosine, shelf.catalog.scriptOf(ordinal) === script),
    })
    return { shelf, lexical: lexical.slice(0, CANDIDATES), dense, fused }
  }
  return {
    shelf: (namespace) => shelves[namespace],
    search(query, signal) {
      const namespace = namespaceOf(query.task)
      return instruments.span('search', { 'kiku.namespace': namespace, 'kiku.task': query.task }, async (span) => {
        const since = clock.elapsed()
        const { shelf, lexical, dense, fused } = await fuse(query, signal)
        const usualCosine = dense[dense.length >> 1]?.score ?? 0
        const hits = fused.slice(0, query.limit).map((hit, at) => {
          const lead = hit.score - (fused[at + 1]?.score ?? 0)
          const features = { lexical: hit.lexical?.score ?? 0, cosine: hit.dense?.score ?? 0, usualCosine, lead }
          return toIndexHit(hit, shelf, calibrateScore(features, calibration))
        })
        instruments.observe('kiku_search_seconds', (clock.elapsed() - since) / 1_000, { namespace })
        span.set({ 'kiku.lexical': lexical.length, 'kiku.dense': dense.length, 'kiku.hits': hits.length })
        return hits
      })
    },
    async rankLegs(query, signal) {
      const { shelf, lexical, dense, fused } = await fuse(query, signal)
      const keys = (hits: readonly { readonly ordinal: number }[]): ItemKey[] =>
        hits.slice(0, query.limit).map(({ ordinal }) => shelf.catalog.keyOf(ordinal))
      return { lexical: keys(lexical), dense: keys(dense), fused: keys(fused) }
    },
    async embedKeys(namespace, texts, signal) {
      try {
        return await embedKeys(embedder, namespace, texts, signal)
      } catch (error) {
        signal.throwIfAborted()
        telemetry.warn('keys-not-embedded', { count: texts.length, reason: toKikuError(error).code })
        return texts.map(() => [])
      }
    },
    attach(entries) {
      for (const [namespace, group] of groupBy(entries, ({ namespace }) => namespace)) shelves[namespace].attach(group)
    },
    detach(keys) {
      for (const shelf of Object.values(shelves)) shelf.detach(keys)
    },
  }
}

async function embedKeys(
  embedder: Embedder,
  namespace: Namespace,
  texts: readonly { readonly title: string; readonly text: string }[],
  signal: AbortSignal,
): Promise<SpaceVector[][]> {
  const joined = texts.map(({ title, text }) => joinKeyText(title, text))
  const lists: SpaceVector[][] = texts.map(() => [])
  for (const [space, task] of spaceTasks(embedder, namespace)) {
    const vectors = await embedder.embed(joined, { task, side: 'key' }, signal)
    for (const [at, vector] of vectors.entries()) lists[at]!.push({ space, vector })
  }
  return lists
}

/** One task for each vector space of a namespace. */
export function spaceTasks(embedder: Embedder, namespace: Namespace): ReadonlyMap<string, Task> {
  const tasks: readonly Task[] = NAMESPACE_TASKS[namespace]
  return new Map(tasks.map((task) => [embedder.keySpace(task), task]))
}

function createShelves(options: UnifiedIndexOptions): Readonly<Record<Namespace, Shelf>> {
  const { embedder, createLexicalIndex, createVectorIndex } = options
  const shelfOf = (namespace: Namespace): Shelf => {
    const spaces = [...spaceTasks(embedder, namespace).keys()]
    return createShelf({
      namespace,
      lexical: createLexicalIndex(namespace),
      vectors: new Map(spaces.map((space) => [space, createVectorIndex(namespace, space, embedder.dimension)])),
      spaceOf: (task) => embedder.keySpace(task),
    })
  }
  return {
    knowledge: shelfOf('knowledge'),
    history: shelfOf('history'),
    tool: shelfOf('tool'),
    example: shelfOf('example'),
  }
}

function toIndexHit({ ordinal, score, lexical, dense }: FusedHit, shelf: Shelf, probability: number): IndexHit {
  const { catalog, namespace } = shelf
  const legs = { ...(lexical === undefined ? {} : { lexical }), ...(dense === undefined ? {} : { dense }) }
  return { key: catalog.keyOf(ordinal), namespace, score, probability, legs }
}

function groupBy<T, K>(values: readonly T[], keyOf: (value: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  for (const value of values) {
    const group = groups.get(keyOf(value))
    if (group === undefined) groups.set(keyOf(value), [value])
    else group.push(value)
  }
  return groups
}
