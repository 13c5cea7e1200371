import { z } from 'zod'
import type { SettingStore } from '../../../ports/store.ts'
import type { ReplyTarget } from '../reply/replier.ts'

/**
 * Where the answers to commands and clicks go that are being made: without the token of its interaction a later start
 * could not go on with a reply that the asker alone sees. Kept in the settings as `discord:pending:<message id>`.
 */
export interface PendingInteractions {
  keep(messageId: string, target: InteractionTarget): Promise<void>
  find(messageId: string): Promise<InteractionTarget | undefined>
  remove(messageId: string): Promise<void>
  /** Forgets those that were made before a time. */
  prune(before: number): Promise<void>
}

export type InteractionTarget = ReplyTarget & { readonly kind: 'interaction' }

const PREFIX = 'discord:pending:'

const Target = z.object({
  kind: z.literal('interaction'),
  ref: z.object({ id: z.string(), token: z.string(), at: z.number() }),
  channelId: z.string(),
  isEphemeral: z.boolean(),
  canPost: z.boolean(),
})

export function createPendingInteractions(settings: SettingStore): PendingInteractions {
  return {
    keep: (messageId, target) => settings.set(PREFIX + messageId, JSON.stringify(target)),
    find: async (messageId) => parseTarget(await settings.get(PREFIX + messageId)),
    remove: (messageId) => settings.remove(PREFIX + messageId),
    async prune(before) {
      for (const { name, value } of await settings.list(PREFIX)) {
        const target = parseTarget(value)
        if (target === undefined || target.ref.at < before) await settings.remove(name)
      }
    },
  }
}

function parseTarget(value: string | undefined): InteractionTarget | undefined {
  try {
    return value === undefined ? undefined : Target.parse(JSON.parse(value))
  } catch {
    return undefined
  }
}
