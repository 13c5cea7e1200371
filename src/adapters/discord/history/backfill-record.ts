import { z } from 'zod'
import type { SettingStore } from '../../../ports/store.ts'
import { createKeptRecords, type KeptRecords } from '../../common/chat/kept-records.ts'

const Id = z.string().regex(/^\d{1,20}$/)

/** A thread that was found and is still to be read. */
const ThreadToRead = z.object({
  id: Id,
  isPrivate: z.boolean(),
  /** The oldest message reached; none yet at the beginning. */
  before: Id.optional(),
})

/** How far the reading of a channel has come. Kept after every request, so that a kill costs nothing but that one. */
const BackfillRecord = z.object({
  state: z.enum(['running', 'done', 'failed']),
  /** How far back to read, as the id of that time. */
  since: Id,
  /** The oldest message of the channel itself that was reached; what is older is still to be read. */
  before: Id,
  /** What comes next once no thread is waiting: the channel's messages, then its threads by where Discord lists them. */
  stage: z.enum(['messages', 'active', 'archived', 'private', 'end']),
  /** Where a list of archived threads goes on: the time, or the id, of the last one seen. */
  cursor: z.string().max(40).optional(),
  threads: z.array(ThreadToRead).max(1_200),
  /** Taken in so far. */
  messages: z.number().int().nonnegative(),
  /** Epoch milliseconds of the last step. */
  at: z.number(),
})

export type BackfillRecord = z.infer<typeof BackfillRecord>
export type ThreadToRead = z.infer<typeof ThreadToRead>

/** Kept in the settings as `discord:backfill:<guild>:<channel>`. */
export function createBackfillRecords(settings: SettingStore): KeptRecords<BackfillRecord> {
  return createKeptRecords({ settings, prefix: 'discord:backfill:', schema: BackfillRecord })
}
