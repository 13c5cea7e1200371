import type { SettingStore } from '../../ports/store.ts'
import type { Connection } from './connection.ts'

interface SettingRow {
  readonly name: string
  readonly value: string
}

/** Small values that outlive the process, such as the fingerprint of the index. */
export function createSettingStore({ database, read, write }: Connection): SettingStore {
  const find = database.prepare<[string], string>('SELECT value FROM settings WHERE name = ?').pluck()
  const put = database.prepare<[string, string]>(
    'INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  )
  const remove = database.prepare<[string]>('DELETE FROM settings WHERE name = ?')
  const listRange = database.prepare<[string, string | null], SettingRow>(
    'SELECT name, value FROM settings WHERE name >= ? AND name < coalesce(?, zeroblob(0)) ORDER BY name',
  )

  return {
    get(name) {
      return read(() => find.get(name))
    },
    async set(name, value) {
      await write(() => put.run(name, value))
    },
    async remove(name) {
      await write(() => remove.run(name))
    },
    list(prefix) {
      return read(() => listRange.all(prefix, findEnd(prefix)))
    },
  }
}

const LAST_CODE_POINT = 0x10ffff
const BEFORE_SURROGATES = 0xd7ff
const AFTER_SURROGATES = 0xe000

/**
 * A range rather than LIKE, whose wildcards a name may hold. SQLite orders text by code points.
 * @returns the first name after all that begin with the prefix; null where there is none, as every blob comes after text
 */
function findEnd(prefix: string): string | null {
  const points = Array.from(prefix, (character) => character.codePointAt(0) ?? 0)
  for (let last = points.pop(); last !== undefined; last = points.pop()) {
    if (last === LAST_CODE_POINT) continue
    return String.fromCodePoint(...points, last === BEFORE_SURROGATES ? AFTER_SURROGATES : last + 1)
  }
  return null
}
