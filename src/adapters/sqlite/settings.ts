import type { SettingStore } from '../../ports/store.ts'
import type { Connection } from './connection.ts'

/** Small values that outlive the process, such as the fingerprint of the index. */
export function createSettingStore({ database, read, write }: Connection): SettingStore {
  const find = database.prepare<[string], string>('SELECT value FROM settings WHERE name = ?').pluck()
  const put = database.prepare<[string, string]>(
    'INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  )

  return {
    get(name) {
      return read(() => find.get(name))
    },
    async set(name, value) {
      await write(() => put.run(name, value))
    },
  }
}
