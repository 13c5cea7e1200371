import type { InteractionResponseType, InteractionType } from 'discord.js'
import type { DiscordMessage } from './messages/message.ts'
import type { WireObject } from './wire.ts'

/** A form that somebody has before them. */
export interface OpenModal {
  readonly userId: string
  readonly customId: string
  readonly title: string
  readonly components: readonly WireObject[]
  /** What made it open. */
  readonly interaction: InteractionRecord
}

/** How the app answered first. */
export interface Acknowledgement {
  readonly type: InteractionResponseType
  /** Milliseconds since the interaction. */
  readonly afterMs: number
}

/** Something that somebody did with the app. */
export interface InteractionRecord {
  readonly id: string
  readonly token: string
  readonly type: InteractionType
  readonly userId: string
  readonly channelId: string
  readonly guildId: string | undefined
  /** Epoch milliseconds. */
  readonly at: number
  /** What was told of it. */
  readonly payload: WireObject
  /** The message whose component was used. */
  readonly source: DiscordMessage | undefined
  /** Whether only the person installed the app here: fewer messages may follow. */
  readonly isUserInstallOnly: boolean
  /** Whether nobody else may see what comes of it. */
  readonly isPrivate: boolean
  acknowledgement: Acknowledgement | undefined
  /** The message that answers it, or that it changed. */
  original: DiscordMessage | undefined
  readonly followUps: DiscordMessage[]
  /** Whether the next message takes the place of the loading one. */
  isLoading: boolean
  modal: OpenModal | undefined
  choices: readonly WireObject[] | undefined
}

export interface Interactions {
  readonly all: readonly InteractionRecord[]
  add(interaction: InteractionRecord): void
  find(id: string): InteractionRecord | undefined
  findByToken(token: string): InteractionRecord | undefined
  /** Forms by whom they are before; the newest is on top. */
  readonly modals: OpenModal[]
}

export function createInteractions(): Interactions {
  const all: InteractionRecord[] = []
  const byId = new Map<string, InteractionRecord>()
  const byToken = new Map<string, InteractionRecord>()
  return {
    all,
    modals: [],
    add(interaction) {
      all.push(interaction)
      byId.set(interaction.id, interaction)
      byToken.set(interaction.token, interaction)
    },
    find: (id) => byId.get(id),
    findByToken: (token) => byToken.get(token),
  }
}
