import { rm } from 'node:fs/promises'
import type { PersistentLexicalIndex } from '../../ports/lexical-index.ts'
import { silentTelemetry, type Telemetry } from '../../ports/telemetry.ts'
import { createBm25Index } from './create-bm25-index.ts'
import { createMergeKeeper } from './keep-merged.ts'
import { createMergeWorker } from './merge-in-worker.ts'
import { readSnapshot, writeSnapshot } from './snapshot-file.ts'

/** A BM25 index with a snapshot at `path`. */
export function createPersistentBm25Index({
  path,
  telemetry = silentTelemetry,
}: {
  readonly path: string
  readonly telemetry?: Telemetry
}): PersistentLexicalIndex {
  const index = createBm25Index()
  const worker = createMergeWorker()
  const keeper = createMergeKeeper(index, worker, telemetry)
  return {
    get size() {
      return index.size
    },
    upsert(entries) {
      index.upsert(entries)
      keeper.tend()
    },
    remove: (ordinals) => index.remove(ordinals),
    search: (query, options) => index.search(query, options),
    async restore({ ordinalOf }, signal) {
      const reading = await readSnapshot(path, signal)
      if (reading.kind === 'rejected') telemetry.warn('text-index-snapshot-rejected', { path })
      if (reading.kind !== 'ready') return []
      const { snapshot } = reading
      const ordinals = Int32Array.from(snapshot.keys, (key) => ordinalOf(key))
      index.adopt(snapshot.segment, ordinals)
      return [...ordinals.filter((ordinal) => ordinal >= 0)]
    },
    async save({ keyOf }, signal) {
      const merged = await keeper.mergeAll()
      if (merged === undefined) return rm(path, { force: true })
      const keys = Float64Array.from(merged.ordinals, (ordinal) => (ordinal < 0 ? 0 : keyOf(ordinal)))
      await writeSnapshot(path, { segment: merged.segment, keys }, signal)
    },
    close: () => worker.close(),
  }
}
