import { toKikuError } from '../domain/errors.ts'
import type { Clock } from '../ports/clock.ts'
import type { Embedder } from '../ports/embedder.ts'
import type { Store } from '../ports/store.ts'
import type { Telemetry } from '../ports/telemetry.ts'
import { countMissingVectors } from './count-missing-vectors.ts'
import type { UnifiedIndex } from './create-unified-index.ts'
import { spaceTasks } from './embed-keys.ts'
import { embedPage } from './embed-page.ts'
import { beginProgress, type ProgressNote } from './embedding-progress.ts'
import { joinKeyText } from './join-key-text.ts'
import { NAMESPACES, takeTurns } from './restore-index.ts'

/** Items embedded and rows purged at a time. */
const EMBED_PAGE = 64
const PURGE_SLICE = 1_000

export interface MaintenanceParts {
  readonly store: Store
  readonly index: UnifiedIndex
  readonly embedder: Embedder
  readonly telemetry: Telemetry
  readonly clock: Clock
}

/**
 * Embeds every item that has no vector in a space of today's embedder, oldest first. Each page is stored before the
 * next begins, so that an interrupted run resumes where it stopped. How far it is stands in the log and in the store.
 * @returns whether nothing is left to embed but what the embedder refuses.
 */
export async function fillMissingVectors(parts: MaintenanceParts, signal: AbortSignal): Promise<boolean> {
  const { store, index, embedder, telemetry } = parts
  let progress: ProgressNote | undefined
  try {
    for (const namespace of NAMESPACES) {
      for (const [space, task] of spaceTasks(embedder, namespace)) {
        for (let after = 0; ; ) {
          const records = await store.vectors.missing(space, namespace, { after, limit: EMBED_PAGE })
          const last = records.at(-1)
          if (last === undefined) break
          progress ??= await beginProgress(
            { ...parts, settings: store.settings },
            await countMissingVectors(store.vectors, embedder),
          )
          const page = records.map(({ key, title, text }) => ({ key, text: joinKeyText(title, text) }))
          const rows = await embedPage(page, { task, side: 'key' }, parts, signal)
          await store.vectors.put(space, rows)
          index.shelf(namespace).attachVectors(rows.map(({ key, vector }) => ({ key, vectors: [{ space, vector }] })))
          await progress.add(records.length)
          after = last.key
          await takeTurns(signal)
        }
      }
    }
    await progress?.finish()
    return true
  } catch (error) {
    signal.throwIfAborted()
    telemetry.warn('missing-vectors-not-filled', { reason: toKikuError(error).code })
    return false
  }
}

/** Deletes vectors of embedders that are no longer used, once today's has embedded everything. */
export async function dropForeignVectors({ store, embedder }: MaintenanceParts, signal: AbortSignal): Promise<void> {
  const spaces = new Set(NAMESPACES.flatMap((namespace) => [...spaceTasks(embedder, namespace).keys()]))
  while ((await store.vectors.dropOtherSpaces([...spaces], PURGE_SLICE)) > 0) await takeTurns(signal)
}

/** Deletes the rows of retired documents and of drafts that a killed process left. */
export async function sweepDocuments({ store }: MaintenanceParts, signal: AbortSignal): Promise<void> {
  while ((await store.documents.sweep(PURGE_SLICE)) > 0) await takeTurns(signal)
}
