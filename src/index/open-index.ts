import { toKikuError } from '../domain/errors.ts'
import type { Namespace } from '../domain/task.ts'
import type { Embedder } from '../ports/embedder.ts'
import type { Instruments } from '../ports/instruments.ts'
import type { PersistentLexicalIndex } from '../ports/lexical-index.ts'
import type { Store } from '../ports/store.ts'
import type { Telemetry } from '../ports/telemetry.ts'
import type { PersistentVectorIndex } from '../ports/vector-index.ts'
import { createUnifiedIndex, spaceTasks, type UnifiedIndex } from './create-unified-index.ts'
import { dropForeignVectors, fillMissingVectors, sweepDocuments } from './maintain-index.ts'
import { NAMESPACES, restoreHeaders, restoreTexts, restoreVectors } from './restore-index.ts'

export interface OpenIndexOptions {
  readonly store: Store
  readonly embedder: Embedder
  readonly createLexicalIndex: (namespace: Namespace) => PersistentLexicalIndex
  readonly createVectorIndex: (namespace: Namespace, space: string, dimension: number) => PersistentVectorIndex
  readonly telemetry: Telemetry
  readonly instruments?: Instruments
  /** False for a process that only looks: then nothing is ever written. */
  readonly isWriter: boolean
}

/** The unified index over a store, ready to search, with what keeps it in good order. */
export interface OpenIndex extends UnifiedIndex {
  /**
   * Embeds what has no vector yet, sweeps leftovers, builds graphs where they pay, saves snapshots that have fallen
   * behind. Safe to interrupt and to repeat; searches go on meanwhile.
   */
  maintain(signal: AbortSignal): Promise<void>
  /** How many items still wait for a vector. */
  countPending(): Promise<number>
  /** Saves what has changed, as far as the signal allows, and ends background work. Never throws. */
  close(signal: AbortSignal): Promise<void>
}

/** Changes to a namespace after which its snapshot is saved again without waiting for the end. */
const STALE_CHANGES = 2_000

/** Brings the index up from the store. Snapshots make it fast; what they lack, or have too much, is put right. */
export async function openIndex(options: OpenIndexOptions, signal: AbortSignal): Promise<OpenIndex> {
  const { store, embedder, telemetry, isWriter } = options
  const lexicals = new Map(NAMESPACES.map((namespace) => [namespace, options.createLexicalIndex(namespace)]))
  const graphs: { readonly namespace: Namespace; readonly graph: PersistentVectorIndex }[] = []
  const index = createUnifiedIndex({
    embedder,
    telemetry,
    ...(options.instruments === undefined ? {} : { instruments: options.instruments }),
    createLexicalIndex: (namespace) => lexicals.get(namespace)!,
    createVectorIndex(namespace, space, dimension) {
      const graph = options.createVectorIndex(namespace, space, dimension)
      graphs.push({ namespace, graph })
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
  const parts = { store, index, embedder, telemetry }
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
      if (await fillMissingVectors(parts, until)) await dropForeignVectors(parts, until)
      await saveSnapshots(STALE_CHANGES, until)
      for (const { namespace, graph } of graphs) await graph.maintain(index.shelf(namespace).catalog, until)
    },
    async countPending() {
      let pending = 0
      for (const namespace of NAMESPACES) {
        for (const space of spaceTasks(embedder, namespace).keys()) {
          pending += await store.vectors.countMissing(space, namespace)
        }
      }
      return pending
    },
    async close(until) {
      try {
        if (isWriter) await saveSnapshots(1, until)
      } catch (error) {
        // The snapshot is a cache: the next start puts right what it lacks.
        telemetry.warn('snapshot-not-saved', { reason: toKikuError(error).code })
      }
      for (const lexical of lexicals.values()) await lexical.close()
    },
  }
}
