import type { z } from 'zod'
import type { SettingStore } from '../../../ports/store.ts'

/** Records of one kind that outlive a restart, each in a setting of its own. */
export interface KeptRecords<Record> {
  /** A damaged record counts as none. */
  find(key: string): Promise<Record | undefined>
  keep(key: string, record: Record): Promise<void>
  remove(key: string): Promise<void>
  list(): Promise<readonly { readonly key: string; readonly record: Record }[]>
}

/** @param prefix of the settings' names, to which the key is added */
export function createKeptRecords<Record>({
  settings,
  prefix,
  schema,
}: {
  readonly settings: SettingStore
  readonly prefix: string
  readonly schema: z.ZodType<Record>
}): KeptRecords<Record> {
  const parse = (value: string | undefined) => parseRecord(value, schema)
  return {
    find: async (key) => parse(await settings.get(prefix + key)),
    keep: (key, record) => settings.set(prefix + key, JSON.stringify(record)),
    remove: (key) => settings.remove(prefix + key),
    async list() {
      const kept = await settings.list(prefix)
      return kept.flatMap(({ name, value }) => {
        const record = parse(value)
        return record === undefined ? [] : [{ key: name.slice(prefix.length), record }]
      })
    },
  }
}

function parseRecord<Record>(value: string | undefined, schema: z.ZodType<Record>): Record | undefined {
  if (value === undefined) return undefined
  try {
    return schema.safeParse(JSON.parse(value)).data
  } catch {
    return undefined
  }
}
