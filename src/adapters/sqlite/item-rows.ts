import type Database from 'better-sqlite3'
import { dominantScript, type Script } from '../../domain/language/scripts.ts'
import type { Namespace } from '../../domain/task.ts'
import type { ItemHeader, ItemKey, ItemRecord, NewItem, SpaceVector } from '../../ports/store.ts'
import type { Connection } from './connection.ts'
import { TRASH_REVISION } from './migrations.ts'
import { locatorSchema } from './schema.ts'
import { toStorableText } from './text.ts'

export interface HeaderRow {
  readonly key: number
  readonly namespace: Namespace
  readonly audience: string
  readonly created_at: number
  readonly thread_id: string | null
  readonly script: Script
}

/** As a list: making and reading objects of so many columns would take longer than SQLite does. */
type RecordRow = readonly [
  key: number,
  namespace: Namespace,
  audience: string,
  createdAt: number,
  threadId: string | null,
  script: Script,
  documentId: string | null,
  title: string,
  text: string,
  location: string,
  locator: string,
]

export function toHeader(row: HeaderRow): ItemHeader {
  return {
    key: row.key,
    namespace: row.namespace,
    audience: row.audience,
    createdAt: row.created_at,
    threadId: row.thread_id,
    script: row.script,
  }
}

/** Reads whole items. */
export interface RecordReader {
  /** Visible items in the order of the keys; the others are left out. */
  read(keys: readonly ItemKey[]): Promise<readonly ItemRecord[]>
}

const RECORDS_PER_SLICE = 250

export function createRecordReader({ database, read, breathe }: Connection): RecordReader {
  // One statement for all of them, since what the view leaves out is looked up once for each. CROSS JOIN keeps their order.
  const find = database
    .prepare<[string], RecordRow>(
      `SELECT i.key, i.namespace, i.audience, i.created_at, i.thread_id, i.script, i.document_id,
         c.title, c.text, c.location, c.locator
       FROM json_each(?) k CROSS JOIN visible_items i CROSS JOIN contents c WHERE i.key = k.value AND c.key = i.key`,
    )
    .raw()

  return {
    async read(keys) {
      const records: ItemRecord[] = []
      for (let start = 0; start < keys.length; start += RECORDS_PER_SLICE) {
        if (start > 0) await breathe()
        const slice = keys.slice(start, start + RECORDS_PER_SLICE)
        records.push(...(await read(() => find.all(JSON.stringify(slice)).map(toRecord))))
      }
      return records
    },
  }
}

function toRecord(row: RecordRow): ItemRecord {
  const [key, namespace, audience, createdAt, threadId, script, documentId, title, text, location, place] = row
  const locator = place === '{}' ? {} : locatorSchema.parse(JSON.parse(place))
  return { key, namespace, audience, createdAt, threadId, script, documentId, title, text, location, locator }
}

/** Changes to items that several parts of the store make inside transactions of their own. */
export interface ItemWriter {
  /** Adds items to a revision. @returns their keys, in order. */
  insert(revision: number, items: readonly NewItem[]): readonly ItemKey[]
  /** Hides single items; `Sweeper` deletes them. Keys that are gone are ignored. */
  retire(keys: readonly ItemKey[]): void
}

/** @param putVector stores one vector of an item that exists */
export function createItemWriter(
  database: Database.Database,
  putVector: (key: ItemKey, vector: SpaceVector) => void,
): ItemWriter {
  const insertItem = database.prepare<[number, string, string, number, string | null, string]>(
    'INSERT INTO items (revision, namespace, audience, created_at, thread_id, script) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const insertContent = database.prepare<[number, string, string, string, string]>(
    'INSERT INTO contents (key, title, text, location, locator) VALUES (?, ?, ?, ?, ?)',
  )
  const addToCount = database.prepare<[number, number]>('UPDATE revisions SET item_count = item_count + ? WHERE id = ?')
  const countByRevision = database.prepare<[string], { revision: number; items: number }>(
    `SELECT revision, count(*) AS items FROM items
     WHERE key IN (SELECT value FROM json_each(?)) AND revision <> ${TRASH_REVISION} GROUP BY revision`,
  )
  const moveToTrash = database.prepare<[string]>(
    `UPDATE items SET revision = ${TRASH_REVISION} WHERE key IN (SELECT value FROM json_each(?))`,
  )

  return {
    insert(revision, items) {
      const keys = items.map((item) => {
        const { namespace, audience, createdAt, threadId = null } = item
        const title = toStorableText(item.title)
        const text = toStorableText(item.text)
        const script = dominantScript(`${title}\n${text}`)
        const row = insertItem.run(revision, namespace, audience, createdAt, threadId, script)
        const key = Number(row.lastInsertRowid)
        insertContent.run(key, title, text, toStorableText(item.location), JSON.stringify(item.locator))
        for (const vector of item.vectors ?? []) putVector(key, vector)
        return key
      })
      addToCount.run(keys.length, revision)
      return keys
    },
    retire(keys) {
      const list = JSON.stringify(keys)
      for (const { revision, items } of countByRevision.all(list)) addToCount.run(-items, revision)
      moveToTrash.run(list)
    },
  }
}
