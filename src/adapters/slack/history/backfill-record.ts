import { z } from 'zod'
import type { SettingStore } from '../../../ports/store.ts'

const Timestamp = z.string().regex(/^\d{1,12}\.\d{6}$/)

/** How far the reading of a channel has come. Kept after every page, so that a kill costs nothing but that page. */
const BackfillRecord = z.object({
  state: z.enum(['running', 'done', 'failed']),
  /** How far back to read. */
  since: Timestamp,
  /** The oldest message reached; what is older is still to be read. */
  before: Timestamp,
  /** Whether the channel is read to the end, its threads aside. */
  isRead: z.boolean(),
  /** Threads found and still to be read, with the place to go on from. */
  threads: z.array(z.object({ ts: Timestamp, cursor: z.string().optional() })).max(1_000),
  /** Taken in so far. */
  messages: z.number().int().nonnegative(),
  /** Epoch milliseconds of the last step. */
  at: z.number(),
})

export type BackfillRecord = z.infer<typeof BackfillRecord>

/** The records of one workspace, in the settings as `slack:<team>:backfill:<channel>`. */
export interface BackfillRecords {
  find(channel: string): Promise<BackfillRecord | undefined>
  keep(channel: string, record: BackfillRecord): Promise<void>
  remove(channel: string): Promise<void>
  list(): Promise<readonly { readonly channel: string; readonly record: BackfillRecord }[]>
}

export function createBackfillRecords(settings: SettingStore, team: string): BackfillRecords {
  const prefix = `slack:${team}:backfill:`
  return {
    find: async (channel) => parseRecord(await settings.get(prefix + channel)),
    keep: (channel, record) => settings.set(prefix + channel, JSON.stringify(record)),
    remove: (channel) => settings.remove(prefix + channel),
    async list() {
      const kept = await settings.list(prefix)
      return kept.flatMap(({ name, value }) => {
        const record = parseRecord(value)
        return record === undefined ? [] : [{ channel: name.slice(prefix.length), record }]
      })
    },
  }
}

// A damaged record counts as none: the channel can be read again, which repeats nothing.
function parseRecord(value: string | undefined): BackfillRecord | undefined {
  if (value === undefined) return undefined
  try {
    return BackfillRecord.safeParse(JSON.parse(value)).data
  } catch {
    return undefined
  }
}
