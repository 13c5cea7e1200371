import { dominantScript } from '../domain/language/scripts.ts'
import { type Namespace, namespaceOf } from '../domain/task.ts'
import { type Clock, systemClock } from '../ports/clock.ts'
import type { Embedder } from '../ports/embedder.ts'
import { type Instruments, noInstruments } from '../ports/instruments.ts'
import type { LegHit, LegSearchOptions, LexicalIndex } from '../ports/lexical-index.ts'
import type { ItemKey } from '../ports/store.ts'
import { silentTelemetry, type Telemetry } from '../ports/telemetry.ts'
import type { VectorIndex } from '../ports/vector-index.ts'
import { calibrateScore } from './calibrate-scores.ts'
import { dropCopies, type PassageReader } from './drop-copies.ts'
import { embedKeys, spaceTasks } from './embed-keys.ts'
import { type FusedHit, fuseRankings } from './fuse-rankings.ts'
import { serveWith } from './serving-embedder.ts'
import { createShelf, type Shelf } from './shelf.ts'
import type {
  IndexHit,
  IndexQuery,
  IndexSearcher,
  IndexWriter,
  LegRankings,
  Nearest,
  NearestQuery,
} from './unified-index.ts'
import { weighContext } from './weigh-context.ts'
import { createCosineWeigher } from './weigh-cosine.ts'

export interface UnifiedIndexOptions {
  readonly embedder: Embedder
  /** The one before, whose vectors are searched until `promote`; keys are embedded with both. */
  readonly formerEmbedder?: Embedder
  readonly createLexicalIndex: (namespace: Namespace) => LexicalIndex
  /** Called once for each vector space that a namespace has. */
  readonly createVectorIndex: (namespace: Namespace, space: string, dimension: number) => VectorIndex
  /** For dropping hits that repeat a better one; without it they stay. */
  readonly readPassages?: PassageReader
  /** A query that is not embedded by then is answered by the lexical leg alone. */
  readonly embedTimeoutMs?: number
  readonly telemetry?: Telemetry
  readonly instruments?: Instruments
  readonly clock?: Clock
}

/** One index for everything: knowledge, history, tools and examples, all through one embedder. */
export interface UnifiedIndex extends IndexSearcher, IndexWriter {
  /** The three rankings of a query, `limit` long, for evaluation. Only the fused one is without copies. */
  rankLegs(query: IndexQuery, signal: AbortSignal): Promise<LegRankings>
  /**
   * Nearest items by cosine alone, copies included, for looking at an embedder.
   * @throws KikuError of the embedder
   */
  findNearest(query: NearestQuery, signal: AbortSignal): Promise<Nearest>
  /** For restoring from the store and its snapshots. */
  shelf(namespace: Namespace): Shelf
  /** The embedder whose vectors are searched at present. */
  serving(): Embedder
  /** From now on the embedder serves that the index was made for; the vectors of the one before it are let go. */
  promote(): void
}

interface Fused {
  readonly shelf: Shelf
  readonly lexical: readonly LegHit[]
  readonly dense: readonly LegHit[]
  /** The cosine of a middling candidate. */
  readonly usual: number
  readonly fused: readonly KeyedHit[]
}

/** A hit that means the same item for ever, whatever happens to its ordinal. */
interface KeyedHit extends FusedHit {
  readonly key: ItemKey
  /** Whether it is in the script of the query. */
  readonly isSameScript: boolean
}

const CHEAP_SCAN = 10_000

/** Among the nearest, the one whose cosine any candidate may have. */
const USUAL_PLACE = 50

/**
 * Candidates that each leg contributes to the fusion: so many, or twice what is wanted, since copies are left out. With a
 * hundred the first ten are the same on all evaluation sets.
 */
const LEAST_CANDIDATES = USUAL_PLACE + 1
/** Where copies have taken the places of what is wanted. */
const MANY_CANDIDATES = 200

export function createUnifiedIndex(options: UnifiedIndexOptions): UnifiedIndex {
  const { embedder, formerEmbedder, readPassages, telemetry = silentTelemetry, embedTimeoutMs = 2_000 } = options
  const { instruments = noInstruments, clock = systemClock } = options
  let serving = serveWith(formerEmbedder ?? embedder, telemetry, embedTimeoutMs)
  const embedders = () => (serving.embedder === embedder ? [embedder] : [embedder, serving.embedder])
  const shelves = createShelves(options)
  const fuse = async (query: IndexQuery, signal: AbortSignal, candidates = LEAST_CANDIDATES): Promise<Fused> => {
    const { embedder: used, isListWorthy, embedQuery } = serving
    const shelf = shelves[namespaceOf(query.task)]
    const vectors = shelf.vectorsFor(used.keySpace(query.task))
    const limit = Math.max(candidates, 2 * query.limit)
    const look = (): LegSearchOptions => {
      const { mask, count } = shelf.catalog.permit(query)
      return { limit, permitted: mask, permittedCount: count }
    }
    const before = look()
    const embed = () => instruments.span('search.embed', {}, () => embedQuery(query, signal))
    const vector = before.permittedCount === 0 || vectors.size === 0 ? undefined : await embed()
    const begun = vector && isListWorthy ? vectors.prepare?.(vector, before, signal) : undefined
    const prepared = begun && (await instruments.span('search.dense', {}, () => begun))
    // Asked again after the waits, and everything below is synchronous: meanwhile an ordinal may have gone to an item of
    // another audience.
    const options = look()
    const count = options.permittedCount
    if (count === 0) return { shelf, lexical: [], dense: [], usual: 0, fused: [] }
    const terms = weighContext(query)
    const listsDense = vector !== undefined && (isListWorthy || count <= CHEAP_SCAN)
    const searchDense = (near: Float32Array) =>
      prepared?.(options) ?? instruments.span('search.dense', {}, () => vectors.search(near, options))
    const nearest = listsDense ? searchDense(vector) : []
    const include = nearest.map(({ ordinal }) => ordinal)
    const lexical = instruments.span('search.lexical', {}, () => shelf.lexical.search(terms, { ...options, include }))
    // Where words find nothing, nearness is better than that, however much it costs.
    const isEmptyHanded = vector !== undefined && !listsDense && lexical.length === 0
    const dense = isEmptyHanded ? searchDense(vector) : nearest
    const script = dominantScript(query.text)
    const isSame = (ordinal: number) => shelf.catalog.scriptOf(ordinal) === script
    const weigh = createCosineWeigher(query.fusion ?? used.fusion, query.task, lexical[0]?.score ?? 0)
    const usual = usualCosine(dense, options)
    const fused = fuseRankings({
      lexical,
      dense,
      cosineOf: (ordinals) => (vector === undefined ? ordinals.map(() => 0) : vectors.score(vector, ordinals)),
      worthOf: (ordinal, cosine) => weigh(cosine, isSame(ordinal)),
      // Cosines of some embedders are all large: what has no vector yet must not fall behind what has one for that.
      assumedCosine: vectors.size < shelf.catalog.size ? usual : 0,
    })
    const keyed = fused.map(({ ordinal, score, lexical: words, dense: near }) => {
      const isSameScript = isSame(ordinal)
      return { ordinal, score, lexical: words, dense: near, key: shelf.catalog.keyOf(ordinal), isSameScript }
    })
    return { shelf, lexical: lexical.slice(0, limit), dense, usual, fused: keyed }
  }
  const keepDistinct = (hits: readonly KeyedHit[], most: number, query: IndexQuery) =>
    dropCopies(hits, most, {
      namespace: namespaceOf(query.task),
      readPassages: query.keepsCopies === true ? undefined : readPassages,
      telemetry,
    })
  const findDistinct = async (query: IndexQuery, most: number, signal: AbortSignal) => {
    const found = await fuse(query, signal)
    const distinct = await keepDistinct(found.fused, most, query)
    const wereCopies = distinct.length < Math.min(most, found.fused.length)
    const areThereMore = Math.max(found.lexical.length, found.dense.length) >= LEAST_CANDIDATES
    if (!wereCopies || !areThereMore || 2 * query.limit >= MANY_CANDIDATES) return { ...found, distinct }
    const more = await fuse(query, signal, MANY_CANDIDATES)
    return { ...more, distinct: await keepDistinct(more.fused, most, query) }
  }
  return {
    shelf: (namespace) => shelves[namespace],
    serving: () => serving.embedder,
    promote() {
      if (serving.embedder === embedder) return
      serving = serveWith(embedder, telemetry, embedTimeoutMs)
      for (const shelf of Object.values(shelves)) shelf.keepSpaces([...spaceTasks(embedder, shelf.namespace).keys()])
    },
    search(query, signal) {
      const namespace = namespaceOf(query.task)
      return instruments.span('search', { 'kiku.namespace': namespace, 'kiku.task': query.task }, async (span) => {
        const since = clock.elapsed()
        const { calibration } = serving
        const script = dominantScript(query.text)
        // One more than is wanted: how far the last of them leads is known by it.
        const { lexical, dense, usual, distinct } = await findDistinct(query, query.limit + 1, signal)
        const hits = distinct.slice(0, query.limit).map((hit, at) => {
          const lead = hit.score - (distinct[at + 1]?.score ?? 0)
          const [words, cosine] = [hit.lexical?.score ?? 0, hit.dense?.score ?? 0]
          const { isSameScript } = hit
          const features = { lexical: words, cosine, usualCosine: usual, lead, script, isSameScript }
          return toIndexHit(hit, namespace, calibrateScore(features, calibration))
        })
        instruments.observe('kiku_search_seconds', (clock.elapsed() - since) / 1_000, { namespace })
        span.set({ 'kiku.lexical': lexical.length, 'kiku.dense': dense.length, 'kiku.hits': hits.length })
        return hits
      })
    },
    async rankLegs(query, signal) {
      const { shelf, lexical, dense, distinct } = await findDistinct(query, query.limit, signal)
      const keys = (hits: readonly LegHit[]): ItemKey[] =>
        hits.slice(0, query.limit).map(({ ordinal }) => shelf.catalog.keyOf(ordinal))
      const legs = { lexical: keys(lexical), dense: keys(dense) }
      return { ...legs, fused: distinct.map(({ key }) => key) }
    },
    async findNearest({ side, ...query }, signal) {
      const { embedder: used } = serving
      const shelf = shelves[namespaceOf(query.task)]
      const vectors = shelf.vectorsFor(used.keySpace(query.task))
      const [vector = new Float32Array(used.dimension)] = await used.embed(
        [query.text],
        { task: query.task, side },
        signal,
      )
      const { fused } = await fuse(query, signal)
      const ranks = new Map((await keepDistinct(fused, fused.length, query)).map(({ key }, at) => [key, at + 1]))
      // From the mask on nothing waits.
      const { mask, count } = shelf.catalog.permit(query)
      const options = { limit: query.limit, permitted: mask, permittedCount: count }
      const hits = (count === 0 ? [] : vectors.search(vector, options)).map(({ ordinal, score }) => {
        const key = shelf.catalog.keyOf(ordinal)
        const fusedRank = ranks.get(key)
        return { key, cosine: score, ...(fusedRank === undefined ? {} : { fusedRank }) }
      })
      return { embedder: used, vector, hits }
    },
    embedKeys: (namespace, texts, signal) => embedKeys(embedders(), { namespace, texts, telemetry }, signal),
    attach(entries) {
      for (const [namespace, group] of groupBy(entries, ({ namespace }) => namespace)) shelves[namespace].attach(group)
    },
    detach(keys) {
      for (const shelf of Object.values(shelves)) shelf.detach(keys)
    },
  }
}

/** What a middling candidate gets: of all that are there, or of the hundred nearest. */
function usualCosine(dense: readonly LegHit[], { limit, permittedCount }: LegSearchOptions): number {
  const all = dense.length < limit ? dense.length : permittedCount
  return dense[Math.min(USUAL_PLACE, all >> 1)]?.score ?? 0
}

function createShelves(options: UnifiedIndexOptions): Readonly<Record<Namespace, Shelf>> {
  const { embedder, formerEmbedder, createLexicalIndex, createVectorIndex } = options
  const embedders = formerEmbedder === undefined ? [embedder] : [embedder, formerEmbedder]
  const shelfOf = (namespace: Namespace): Shelf => {
    const dimensions = new Map(
      embedders.flatMap((one) => [...spaceTasks(one, namespace).keys()].map((space) => [space, one.dimension])),
    )
    const vectors = [...dimensions].map(
      ([space, dimension]) => [space, createVectorIndex(namespace, space, dimension)] as const,
    )
    return createShelf({ namespace, lexical: createLexicalIndex(namespace), vectors: new Map(vectors) })
  }
  return {
    knowledge: shelfOf('knowledge'),
    history: shelfOf('history'),
    tool: shelfOf('tool'),
    example: shelfOf('example'),
  }
}

function toIndexHit({ key, score, lexical, dense }: KeyedHit, namespace: Namespace, probability: number): IndexHit {
  const legs = { ...(lexical === undefined ? {} : { lexical }), ...(dense === undefined ? {} : { dense }) }
  return { key, namespace, score, probability, legs }
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
