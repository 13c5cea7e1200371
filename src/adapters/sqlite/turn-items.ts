import type { ItemKey, NewItem } from '../../ports/store.ts'
import type { Connection } from './connection.ts'
import { turnGoneError } from './conversation-errors.ts'
import type { ItemWriter } from './item-rows.ts'
import { type BusyRows, PURGED_WITH_REMOVAL, type Sweeper } from './sweep.ts'

/** Short enough for one turn of the event loop with vectors and all. */
const ITEMS_PER_SLICE = 100

/**
 * The items of turns. Those of one call make a revision that belongs to no source, so that a thousand of them are shown
 * by one row and hidden by one row, and those of a file know their neighbours.
 */
export interface TurnItems {
  /** @throws KikuError `store-failed` when the turn is gone, also when it goes meanwhile */
  add(turnId: string, items: readonly NewItem[]): Promise<readonly ItemKey[]>
  /** Hides all that came with a turn, inside the caller's transaction. @returns the keys, the turn's own item included */
  retire(turn: { readonly key: number; readonly item: number | null }): readonly ItemKey[]
  /** As `retire` for all turns of a thread, in ascending order and without repetition. */
  retireOfThread(thread: number): readonly ItemKey[]
  /** Hides the item of the turn itself alone. */
  retireOwn(item: number | null): readonly ItemKey[]
}

export interface TurnItemParts {
  readonly connection: Connection
  readonly writer: ItemWriter
  readonly sweeper: Sweeper
  /** Told here of drafts, so that the sweeper spares what is being written. */
  readonly busy: BusyRows
}

export function createTurnItems({ connection, writer, sweeper, busy }: TurnItemParts): TurnItems {
  const { database, write, breathe } = connection
  const findTurn = database
    .prepare<[string], number>(
      'SELECT t.key FROM turns t CROSS JOIN threads h ON h.key = t.thread AND h.removed = 0 WHERE t.id = ?',
    )
    .pluck()
  const begin = database.prepare<[number]>(`INSERT INTO revisions (state, turn) VALUES ('draft', ?)`)
  const show = database.prepare<[number]>(`UPDATE revisions SET state = 'live' WHERE id = ?`)
  const hide = database.prepare<[number]>(`UPDATE revisions SET state = 'retired' WHERE id = ?`)
  const findVisible = database.prepare<[number], number>('SELECT key FROM visible_items WHERE key = ?').pluck()
  const listRevisions = database
    .prepare<[number], number>(`SELECT id FROM revisions WHERE turn = ? AND state = 'live'`)
    .pluck()
  const listKeys = database.prepare<[number], number>('SELECT key FROM items WHERE revision = ? ORDER BY key').pluck()
  const listTurns = database.prepare<[number], { readonly key: number; readonly item: number | null }>(
    'SELECT key, item FROM turns WHERE thread = ?',
  )

  function retireAttached(turn: number): readonly ItemKey[] {
    const revisions = listRevisions.all(turn)
    const keys = revisions.flatMap((revision) => listKeys.all(revision))
    for (const revision of revisions) hide.run(revision)
    return keys
  }

  function retireOwn(items: readonly number[]): readonly ItemKey[] {
    const keys = items.flatMap((item) => findVisible.all(item))
    if (keys.length > 0) writer.retire(keys)
    return keys
  }

  return {
    async add(turnId, items) {
      if (items.length === 0) return []
      const draft = await write(() => {
        const turn = findTurn.get(turnId)
        if (turn === undefined) throw turnGoneError()
        const revision = Number(begin.run(turn).lastInsertRowid)
        busy.drafts.add(revision)
        return { revision, turn }
      })
      try {
        const keys: ItemKey[] = []
        for (let start = 0; start < items.length; start += ITEMS_PER_SLICE) {
          if (start > 0) await breathe()
          const slice = items.slice(start, start + ITEMS_PER_SLICE)
          keys.push(...(await write(() => writer.insert(draft.revision, slice))))
        }
        const isShown = await write(() => {
          // Deleted while its files were being stored: then they go too.
          const isThere = findTurn.get(turnId) === draft.turn
          if (isThere) show.run(draft.revision)
          else {
            hide.run(draft.revision)
            sweeper.purge(PURGED_WITH_REMOVAL)
          }
          return isThere
        })
        if (!isShown) throw turnGoneError()
        return keys
      } finally {
        // What was not shown is swept.
        busy.drafts.delete(draft.revision)
      }
    },
    retire({ key, item }) {
      return [...retireOwn(item === null ? [] : [item]), ...retireAttached(key)]
    },
    retireOfThread(thread) {
      const turns = listTurns.all(thread)
      const attached = turns.flatMap(({ key }) => retireAttached(key))
      return [...attached, ...retireOwn(turns.flatMap(({ item }) => item ?? []))]
    },
    retireOwn(item) {
      return retireOwn(item === null ? [] : [item])
    },
  }
}
