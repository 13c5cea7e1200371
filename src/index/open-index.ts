import { toKikuError } from '../domain/errors.ts'
import type { Namespace } from '../domain/task.ts'
import { type Clock, systemClock } from '../ports/clock.ts'
import type { Embedder } from '../ports/embedder.ts'
import type { Instruments } from '../ports/instruments.ts'
import type { PersistentLexicalIndex } from '../ports/lexical-index.ts'
import type { Store } from '../ports/store.ts'
import type { Telemetry } from '../ports/telemetry.ts'
import type { PersistentVectorIndex } from '../ports/vector-index.ts'
import { countMissingVectors } from './count-missing-vectors.ts'
import { createUnifiedIndex, type UnifiedIndex } from './create-unified-index.ts'
import { spaceTasks } from './embed-keys.ts'
import { type EmbeddingProgress, readProgress } from './embedding-progress.ts'
import { dropForeignVectors, fillMissingVectors, sweepDocuments } from './maintain-index.ts'
import { NAMESPACES, restoreHeaders, restoreTexts, restoreVectors } from './restore-index.ts'

export interface OpenIndexOptions {
  readonly store: Store
  readonly embedder: Embedder
  /** The one before, while the other has yet to embed what is there: it serves until then. */
  readonly formerEmbedder?: Embedder
  /** Called each time that every item has been found to have its vectors. */
  readonly onComplete?: () => Promise<void>
  readonly createLexicalIndex: (namespace: Namespace) => PersistentLexicalIndex
  readonly createVectorIndex: (namespace: Namespace, space: string, dimension: number) => PersistentVectorIndex
  readonly telemetry: Telemetry
  readonly instruments?: Instruments
  /** False for a process that only looks: then nothing is ever written. */
  readonly isWriter: boolean
  readonly clock?: Clock
}

/** The unified index over a store, ready to search, with what keeps it in good order. */
export interface OpenIndex extends UnifiedIndex {
  /**
   * Embeds what has no vector yet, sweeps leftovers, builds graphs where they pay, saves snapshots that have fallen
   * behind. Safe to interrupt and to repeat; searches go on meanwhile.
   */
  maintain(signal: AbortSignal): Promise<void>
  /** What is still to be embedded, and how far that is. */
  describePending(): Promise<PendingVectors>
  /** Saves what has changed, as far as the signal allows, and ends background work. Never throws. */
  close(signal: AbortSignal): Promise<void>
}

/** Vectors that items of the index still wait for. */
export interface PendingVectors {
  readonly missing: number
  /** With those that are there. */
  readonly total: number
  /** Of the process that makes them at present, if one does. */
  readonly progress?: EmbeddingProgress
}

/** Changes to a namespace after which its snapshot is saved again without waiting for the end. */
const STALE_CHANGES = 2_000

/** Brings the index up from the store. Snapshots make it fast; what they lack, or have too much, is put right. */
export async function openIndex(options: OpenIndexOptions, signal: AbortSignal): Promise<OpenIndex> {
  const { store, embedder, formerEmbedder, telemetry, isWriter, clock = systemClock } = options
  const lexicals = new Map(NAMESPACES.map((namespace) => [namespace, options.createLexicalIndex(namespace)]))
  let graphs: { readonly namespace: Namespace; readonly space: string; readonly graph: PersistentVectorIndex }[] = []
  const index = createUnifiedIndex({
    embedder,
    telemetry,
    readPassages: (keys) => store.items.get(keys),
    ...(formerEmbedder === undefined ? {} : { formerEmbedder }),
    ...(options.instruments === undefined ? {} : { instruments: options.instruments }),
    createLexicalIndex: (namespace) => lexicals.get(namespace)!,
    createVectorIndex(namespace, space, dimension) {
      const graph = options.createVectorIndex(namespace, space, dimension)
      graphs.push({ namespace, space, graph })
      return graph
    },
  })
  const changes = new Map<Namespace, number>(NAMESPACES.map((namespace) => [namespace, 0]))
  const noteChanges = (namespace: Namespace, count: number): void => {
    changes.set(namespace, (changes.get(namespace) ?? 0) + count)
  }

  await restoreHeaders(store, index, signal)
  for (const [namespace, lexical] of lexicals) {
    const { catalog } = index.shelf(namespace)
    const covered = await lexical.restore(catalog, signal)
    await restoreTexts(store, index, namespace, new Set(covered), signal)
    noteChanges(namespace, catalog.size - covered.length)
  }
  await restoreVectors(store, index, signal)
  for (const { namespace, graph } of graphs) await graph.restore(index.shelf(namespace).catalog, signal)

  const saveSnapshots = async (leastChanges: number, until: AbortSignal): Promise<void> => {
    for (const [namespace, lexical] of lexicals) {
      const count = changes.get(namespace) ?? 0
      if (count < leastChanges) continue
      await lexical.save(index.shelf(namespace).catalog, until)
      noteChanges(namespace, -count)
    }
  }
  const parts = { store, index, embedder, telemetry, clock }
  const adoptNewVectors = async (until: AbortSignal): Promise<void> => {
    const wasServing = index.serving()
    index.promote()
    const isServed = ({ namespace, space }: (typeof graphs)[number]) => index.shelf(namespace).vectors.has(space)
    const former = graphs.filter((one) => !isServed(one))
    graphs = graphs.filter(isServed)
    for (const { graph } of former) await graph.close()
    if (wasServing !== embedder) telemetry.info('embedder-changed', { from: wasServing.id, to: embedder.id })
    await options.onComplete?.()
    await dropForeignVectors(parts, until)
  }
  return {
    ...index,
    attach(entries) {
      index.attach(entries)
      for (const { namespace } of entries) noteChanges(namespace, 1)
    },
    detach(keys) {
      for (const namespace of NAMESPACES) {
        const { catalog } = index.shelf(namespace)
        noteChanges(namespace, keys.filter((key) => catalog.ordinalOf(key) >= 0).length)
      }
      index.detach(keys)
    },
    async maintain(until) {
      await sweepDocuments(parts, until)
      if (await fillMissingVectors(parts, until)) await adoptNewVectors(until)
      await saveSnapshots(STALE_CHANGES, until)
      for (const { namespace, graph } of graphs) await graph.maintain(index.shelf(namespace).catalog, until)
    },
    async describePending() {
      const missing = await countMissingVectors(store.vectors, embedder)
      const total = NAMESPACES.reduce(
        (sum, namespace) => sum + index.shelf(namespace).catalog.size * spaceTasks(embedder, namespace).size,
        0,
      )
      const progress = await readProgress({ settings: store.settings, clock, embedder })
      return { missing, total, ...(progress === undefined ? {} : { progress }) }
    },
    async close(until) {
      try {
        if (isWriter) await saveSnapshots(1, until)
      } catch (error) {
        // The snapshot is a cache: the next start puts right what it lacks.
        telemetry.warn('snapshot-not-saved', { reason: toKikuError(error).code })
      }
      for (const lexical of lexicals.values()) await lexical.close()
      for (const { graph } of graphs) await graph.close()
    },
  }
}
