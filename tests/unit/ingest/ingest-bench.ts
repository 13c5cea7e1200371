import { expect } from 'vitest'
import { createMemoryFileSystem, type MemoryFileSystem } from '../../../src/adapters/memory/memory-file-system.ts'
import { createMemoryStore } from '../../../src/adapters/memory/memory-store.ts'
import { createIngestor } from '../../../src/ingest/ingest-sources.ts'
import {
  DEFAULT_INGEST_LIMITS,
  type IngestLimits,
  type Ingestor,
  type IngestProgress,
} from '../../../src/ingest/ingestor.ts'
import type { FileSystem } from '../../../src/ports/file-system.ts'
import type { Store } from '../../../src/ports/store.ts'
import { silentTelemetry } from '../../../src/ports/telemetry.ts'
import { createRecordingIndex, type RecordingIndex } from '../../fakes/recording-index.ts'
import { createScriptedPages, type ScriptedPages } from '../../fakes/scripted-pages.ts'
import { createTextLoader, type TextLoader } from '../../fakes/text-loader.ts'

export interface IngestBench<Files extends FileSystem = MemoryFileSystem> {
  readonly ingestor: Ingestor
  readonly store: Store
  readonly index: RecordingIndex
  readonly loader: TextLoader
  readonly files: Files
  readonly pages: ScriptedPages
  /** What was reported, oldest first. */
  readonly progress: IngestProgress[]
  readonly onProgress: (progress: IngestProgress) => void
}

/** An ingestor over memory. */
export function openIngestBench(changes: Partial<IngestLimits> = {}, store?: Store): IngestBench {
  return openIngestBenchOver(createMemoryFileSystem(), changes, store)
}

/** An ingestor over any file system. */
export function openIngestBenchOver<Files extends FileSystem>(
  files: Files,
  changes: Partial<IngestLimits> = {},
  store: Store = createMemoryStore(),
): IngestBench<Files> {
  const index = createRecordingIndex()
  const loader = createTextLoader()
  const pages = createScriptedPages()
  const progress: IngestProgress[] = []
  let now = 1_000
  const clock = { now: () => (now += 1_000), elapsed: () => 0 }
  const limits = { ...DEFAULT_INGEST_LIMITS, ...changes }
  const ingestor = createIngestor({ store, index, loader, files, pages, clock, telemetry: silentTelemetry, limits })
  return { ingestor, store, index, loader, files, pages, progress, onProgress: (step) => void progress.push(step) }
}

export const NEVER: AbortSignal = new AbortController().signal

/** Checks that what can be found is exactly what is stored and visible, with nothing half-made left behind. */
export async function expectConsistent({ store, index }: Pick<IngestBench, 'store' | 'index'>): Promise<void> {
  const headers = await store.items.listHeaders({ after: 0, limit: 100_000 })
  const records = await store.items.get(headers.map(({ key }) => key))

  expect([...index.entries.keys()].sort((first, second) => first - second)).toEqual(headers.map(({ key }) => key))
  for (const { key, title, text, audience, namespace, createdAt, threadId, script } of records) {
    expect(index.entries.get(key)).toMatchObject({ title, text, audience, namespace, createdAt, threadId, script })
  }
  expect(await store.documents.sweep(1_000)).toBe(0)
}
