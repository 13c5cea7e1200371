import { z } from 'zod'
import type { SettingStore } from '../../../ports/store.ts'
import type { ArrivedInteraction } from '../receive/arrival.ts'
import { keptFileSchema, keptRefSchema } from './kept-schemas.ts'

/**
 * Commands, clicks and forms that are being served. A process that is killed between the first response, after which
 * people see that Kiku is thinking, and the moment from which the inbox knows of a question would leave them waiting for
 * ever: the next start serves these again. Kept in the settings as `discord:open:<interaction id>`.
 */
export interface OpenInteractions {
  keep(interaction: ArrivedInteraction): Promise<void>
  remove(id: string): Promise<void>
  /** Those of earlier processes, oldest first. */
  list(): Promise<readonly ArrivedInteraction[]>
}

const PREFIX = 'discord:open:'

const User = z.object({ id: z.string(), name: z.string() })
const Clicked = z.object({ id: z.string(), isEphemeral: z.boolean() })
const Base = z.object({
  ref: keptRefSchema,
  user: User,
  locale: z.enum(['en', 'ja']),
  where: z.object({
    guild: z.string(),
    channelId: z.string(),
    context: z.enum(['guild', 'direct', 'elsewhere']),
    permissions: z.string(),
    roles: z.array(z.string()),
  }),
})
const Command = Base.extend({
  kind: z.literal('command'),
  name: z.string(),
  subcommand: z.string().exactOptional(),
  options: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  files: z.array(keptFileSchema),
})
const MessageCommand = Base.extend({
  kind: z.literal('message-command'),
  name: z.string(),
  target: z.object({
    id: z.string(),
    author: User,
    isBot: z.boolean(),
    text: z.string(),
    files: z.array(keptFileSchema),
  }),
})
const Click = Base.extend({
  kind: z.literal('click'),
  customId: z.string(),
  values: z.array(z.string()),
  message: Clicked,
})
const Form = Base.extend({
  kind: z.literal('form'),
  customId: z.string(),
  fields: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
  message: Clicked.exactOptional(),
})
const Kept = z.discriminatedUnion('kind', [Command, MessageCommand, Click, Form])

export function createOpenInteractions(settings: SettingStore): OpenInteractions {
  return {
    async keep(interaction) {
      // What is suggested while somebody types is of no use a moment later.
      if (interaction.kind === 'autocomplete') return
      await settings.set(PREFIX + interaction.ref.id, JSON.stringify(interaction))
    },
    remove: (id) => settings.remove(PREFIX + id),
    async list() {
      const interactions: ArrivedInteraction[] = []
      for (const { name, value } of await settings.list(PREFIX)) {
        const interaction = parseKept(value)
        // What another version kept in another way can't be served.
        if (interaction === undefined) await settings.remove(name)
        else interactions.push(interaction)
      }
      return interactions
    },
  }
}

function parseKept(value: string): ArrivedInteraction | undefined {
  try {
    return Kept.parse(JSON.parse(value))
  } catch {
    return undefined
  }
}
