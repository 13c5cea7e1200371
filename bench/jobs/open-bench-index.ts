import { join } from 'node:path'
import { openSqliteStore } from '../../src/adapters/sqlite/open-sqlite-store.ts'
import { openBundledEmbedder } from '../../src/compose/open-bundled-embedder.ts'
import { openFolderIndex } from '../../src/compose/open-folder-index.ts'
import type { OpenIndex } from '../../src/index/open-index.ts'
import { noInstruments } from '../../src/ports/instruments.ts'
import type { Store } from '../../src/ports/store.ts'
import { silentTelemetry } from '../../src/ports/telemetry.ts'

/** Where the run keeps Kiku's data. */
export function dataFolder(work: string): string {
  return join(work, 'kiku')
}

/** Opens store and index as the product does, with the bundled embedder and nothing around them. */
export async function openBenchIndex(
  folder: string,
  signal: AbortSignal,
): Promise<{ readonly store: Store; readonly index: OpenIndex; close(): Promise<void> }> {
  const store = await openSqliteStore({ folder, mode: 'write' })
  const embedder = openBundledEmbedder()
  const index = await openFolderIndex(
    { folder, store, embedder, telemetry: silentTelemetry, instruments: noInstruments, isWriter: true },
    signal,
  )
  return {
    store,
    index,
    async close() {
      await index.close(signal)
      await store.close()
    },
  }
}
