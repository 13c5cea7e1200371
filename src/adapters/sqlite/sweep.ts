import type { Connection } from './connection.ts'
import { TRASH_REVISION } from './migrations.ts'

/** Deletes what removals and crashes have left hidden. */
export interface Sweeper {
  /**
   * Deletes up to `limit` hidden rows inside the caller's transaction, single items, turns and what came
   * with turns first, since people delete those to be rid of them. @returns how many went, fewer than `limit` only when none is left.
   */
  purge(limit: number): number
  /** As `DocumentStore.sweep`: `purge` in slices, and once nothing is left the free space goes back to the disk. */
  sweep(limit: number): Promise<number>
}

/** Rows that a removal purges in its own transaction: a message and its like are gone when the promise resolves. */
export const PURGED_WITH_REMOVAL = 200

const ROWS_PER_SLICE = 500
const FREE_PAGES_PER_SLICE = 100
// Free pages are used again; moving pages about to give them back pays only when they are an eighth of the file.
const LEAST_FREE_SHARE = 8

/** What this process is still working with. As the only writer it may delete all other drafts. */
export interface BusyRows {
  readonly drafts: Set<number>
  /** Removed sources whose items are being listed for the caller of `remove`. */
  readonly sources: Set<number>
}

export function createSweeper(connection: Connection, busy: BusyRows): Sweeper {
  const { database, read, write, breathe, telemetry } = connection
  const purgeConversations = createConversationPurge(connection)
  const purgeItemsOf = createItemPurge(connection)
  const findRetired = database
    .prepare<[], number>(`SELECT id FROM revisions WHERE state = 'retired' AND id <> ${TRASH_REVISION} LIMIT 1`)
    .pluck()
  const findRetiredOfTurns = database
    .prepare<[], number>(`SELECT id FROM revisions WHERE state = 'retired' AND turn IS NOT NULL LIMIT 1`)
    .pluck()
  const listDrafts = database.prepare<[], number>(`SELECT id FROM revisions WHERE state = 'draft'`).pluck()
  const listRemovedSources = database.prepare<[], number>('SELECT key FROM sources WHERE removed = 1').pluck()
  const findLive = database
    .prepare<[number], number>(`SELECT id FROM revisions WHERE source = ? AND state = 'live' LIMIT 1`)
    .pluck()
  const deleteRevision = database.prepare<[number]>('DELETE FROM revisions WHERE id = ?')
  const deleteEmptySource = database.prepare<[]>(
    `DELETE FROM sources WHERE key = (SELECT key FROM sources s WHERE removed = 1
       AND NOT EXISTS (SELECT 1 FROM revisions WHERE source = s.key) LIMIT 1)`,
  )
  const numberOf = (pragma: string) => Number(database.pragma(pragma, { simple: true }))

  function nextDeadRevision(): number | undefined {
    return findRetiredOfTurns.get() ?? findRetired.get() ?? nextLostDraft() ?? nextOfRemovedSources()
  }

  function nextLostDraft(): number | undefined {
    return listDrafts.all().find((draft) => !busy.drafts.has(draft))
  }

  function nextOfRemovedSources(): number | undefined {
    for (const source of listRemovedSources.all()) {
      const revision = busy.sources.has(source) ? undefined : findLive.get(source)
      if (revision !== undefined) return revision
    }
    return undefined
  }

  function purgeRevisions(limit: number): number {
    let deleted = 0
    while (deleted < limit) {
      const revision = nextDeadRevision()
      if (revision === undefined) break
      deleted += purgeItemsOf(revision, limit - deleted)
      if (deleted < limit) deleted += deleteRevision.run(revision).changes
    }
    return deleted
  }

  function purge(limit: number): number {
    let deleted = purgeItemsOf(TRASH_REVISION, limit)
    deleted += purgeConversations(limit - deleted)
    deleted += purgeRevisions(limit - deleted)
    while (deleted < limit && deleteEmptySource.run().changes > 0) deleted += 1
    return deleted
  }

  /** The log still holds pages from before the deletions, so it is emptied as well. Cheap when it is empty already. */
  async function releaseSpace(): Promise<void> {
    const freePages = await read(() => numberOf('freelist_count'))
    const isMuch = freePages * LEAST_FREE_SHARE > (await read(() => numberOf('page_count')))
    for (let left = isMuch ? freePages : 0; left > 0; left -= FREE_PAGES_PER_SLICE) {
      // Outside a transaction: the pragma makes its own.
      await read(() => database.pragma(`incremental_vacuum(${FREE_PAGES_PER_SLICE})`))
      await breathe()
    }
    // A reader in another process may hold the log; then a later sweep empties it.
    await read(() => database.pragma('wal_checkpoint(TRUNCATE)'))
  }

  return {
    purge,
    async sweep(limit) {
      let deleted = 0
      while (deleted < limit) {
        const most = Math.min(limit - deleted, ROWS_PER_SLICE)
        const slice = await write(() => purge(most))
        deleted += slice
        if (slice < most) {
          await releaseSpace()
          break
        }
        await breathe()
      }
      if (deleted > 0) telemetry.debug('store-swept', { rows: deleted })
      return deleted
    },
  }
}

function createItemPurge({ database }: Connection): (revision: number, limit: number) => number {
  const oldest = 'SELECT key FROM items WHERE revision = ? ORDER BY key LIMIT ?'
  const listSpaces = database.prepare<[], number>('SELECT id FROM spaces').pluck()
  const deleteVectors = database.prepare<[number, number, number]>(
    `DELETE FROM vectors WHERE space = ? AND key IN (${oldest})`,
  )
  const deleteContents = database.prepare<[number, number]>(`DELETE FROM contents WHERE key IN (${oldest})`)
  const deleteItems = database.prepare<[number, number]>(`DELETE FROM items WHERE key IN (${oldest})`)

  return (revision, limit) => {
    for (const space of listSpaces.all()) deleteVectors.run(space, revision, limit)
    deleteContents.run(revision, limit)
    return deleteItems.run(revision, limit).changes
  }
}

function createConversationPurge({ database }: Connection): (limit: number) => number {
  const findThread = database.prepare<[], number>('SELECT key FROM threads WHERE removed = 1 LIMIT 1').pluck()
  const deleteTurns = database.prepare<[number, number]>(
    'DELETE FROM turns WHERE key IN (SELECT key FROM turns WHERE thread = ? LIMIT ?)',
  )
  const deleteThread = database.prepare<[number]>('DELETE FROM threads WHERE key = ?')

  return (limit) => {
    let deleted = 0
    while (deleted < limit) {
      const thread = findThread.get()
      if (thread === undefined) break
      deleted += deleteTurns.run(thread, limit - deleted).changes
      if (deleted < limit) deleted += deleteThread.run(thread).changes
    }
    return deleted
  }
}
