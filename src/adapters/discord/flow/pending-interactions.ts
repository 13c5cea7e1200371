import { z } from 'zod'
import type { SettingStore } from '../../../ports/store.ts'
import type { ArrivedFile } from '../receive/arrival.ts'
import type { ReplyTarget } from '../reply/replier.ts'
import { keptFileSchema, keptRefSchema } from './kept-schemas.ts'

/**
 * Where the answers to commands and clicks go that are being made, and what is to be read for them: without the token of
 * its interaction a later start could not go on with a reply that the asker alone sees. Kept in the settings as
 * `discord:pending:<message id>`.
 */
export interface PendingInteractions {
  keep(messageId: string, pending: PendingInteraction): Promise<void>
  find(messageId: string): Promise<PendingInteraction | undefined>
  remove(messageId: string): Promise<void>
  /** Forgets those that were made before a time. */
  prune(before: number): Promise<void>
}

export interface PendingInteraction {
  readonly target: ReplyTarget & { readonly kind: 'interaction' }
  readonly files: readonly ArrivedFile[]
}

const PREFIX = 'discord:pending:'

const Pending = z.object({
  target: z.object({
    kind: z.literal('interaction'),
    ref: keptRefSchema,
    channelId: z.string(),
    isEphemeral: z.boolean(),
    canPost: z.boolean(),
  }),
  files: z.array(keptFileSchema),
})

export function createPendingInteractions(settings: SettingStore): PendingInteractions {
  return {
    keep: (messageId, pending) => settings.set(PREFIX + messageId, JSON.stringify(pending)),
    find: async (messageId) => parsePending(await settings.get(PREFIX + messageId)),
    remove: (messageId) => settings.remove(PREFIX + messageId),
    async prune(before) {
      for (const { name, value } of await settings.list(PREFIX)) {
        const pending = parsePending(value)
        if (pending === undefined || pending.target.ref.at < before) await settings.remove(name)
      }
    },
  }
}

function parsePending(value: string | undefined): PendingInteraction | undefined {
  try {
    return value === undefined ? undefined : Pending.parse(JSON.parse(value))
  } catch {
    return undefined
  }
}
