import { z } from 'zod'
import type { SettingStore } from '../../../ports/store.ts'
import { createKeptRecords, type KeptRecords } from '../../common/chat/kept-records.ts'

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

/** Of one workspace, in the settings as `slack:<team>:backfill:<channel>`. */
export function createBackfillRecords(settings: SettingStore, team: string): KeptRecords<BackfillRecord> {
  return createKeptRecords({ settings, prefix: `slack:${team}:backfill:`, schema: BackfillRecord })
}
