import type { InteractionRef } from '../api/interaction-api.ts'

/** What the gateway says, checked and in Kiku's words. */
export type Arrival =
  | { readonly kind: 'message'; readonly message: ArrivedMessage }
  /** `version` names the edit: it is the same when Discord says it again. */
  | { readonly kind: 'edited'; readonly message: ArrivedMessage; readonly version: string }
  /** One message or many at once. */
  | { readonly kind: 'deleted'; readonly guild: string; readonly channelId: string; readonly ids: readonly string[] }
  | { readonly kind: 'interaction'; readonly interaction: ArrivedInteraction }
  | { readonly kind: 'reaction'; readonly reaction: ArrivedReaction }
  /** A channel, or Kiku's view of it, is gone. */
  | { readonly kind: 'channel-lost'; readonly guild: string; readonly channelId: string }
  | { readonly kind: 'thread-lost'; readonly guild: string; readonly threadId: string; readonly parentId: string }
  /** Kiku was removed from a server. An outage of the server is none of this. */
  | { readonly kind: 'guild-lost'; readonly guild: string }
  /** The gateway began a new session; what happened since the last one is not told. */
  | { readonly kind: 'session-began' }
  | { readonly kind: 'ignored'; readonly reason: string }

/** A message that a person wrote. Those of bots, webhooks, Kiku itself and Discord are `ignored` before. */
export interface ArrivedMessage {
  readonly id: string
  /** The channel, thread or direct message that it stands in. */
  readonly channelId: string
  /** Or `DIRECT`. */
  readonly guild: string
  readonly author: ArrivedUser
  /**
   * As read: mentions by name, emoji by theirs, times written out, Kiku's own mention taken away. Empty where Discord does
   * not let Kiku read it.
   */
  readonly text: string
  /** Whether it names Kiku or its role, or answers a message of Kiku. */
  readonly isMention: boolean
  /** Whether it names somebody else. */
  readonly mentionsOthers: boolean
  /** Whether it stands in a direct message to Kiku. */
  readonly isDirect: boolean
  /** The message that it replies to. */
  readonly replyTo?: string
  readonly files: readonly ArrivedFile[]
}

export interface ArrivedUser {
  readonly id: string
  /** As shown in the server: nickname, display name or user name. */
  readonly name: string
}

export interface ArrivedFile {
  readonly id: string
  readonly name: string
  readonly mediaType: string
  /** Bytes. */
  readonly size: number
  /** Only addresses under `cdnUrl` are read. */
  readonly url: string
}

export interface ArrivedReaction {
  readonly guild: string
  readonly channelId: string
  readonly messageId: string
  readonly user: string
  /** The emoji itself, skin tone taken away. */
  readonly emoji: string
  readonly isAdded: boolean
}

/** A command, click or form. */
export type ArrivedInteraction = InteractionBase & InteractionData

export interface InteractionBase {
  readonly ref: InteractionRef
  readonly user: ArrivedUser
  /** The person's language, English where it is neither. */
  readonly locale: 'en' | 'ja'
  readonly where: InteractionPlace
}

export interface InteractionPlace {
  /** Or `DIRECT`. */
  readonly guild: string
  readonly channelId: string
  /** `direct`: with Kiku alone. `elsewhere`: among people, or in a server, where Kiku is not; it came with its user. */
  readonly context: 'guild' | 'direct' | 'elsewhere'
  /** The person's permissions in the channel, as a number in text; `0` outside servers. */
  readonly permissions: string
  /** Ids of the person's roles. */
  readonly roles: readonly string[]
}

export type InteractionData =
  | {
      readonly kind: 'command'
      readonly name: string
      readonly subcommand?: string
      readonly options: Readonly<Record<string, string | number | boolean>>
      /** Files given as options. */
      readonly files: readonly ArrivedFile[]
    }
  /** From the menu of a message, which is told with its words. */
  | { readonly kind: 'message-command'; readonly name: string; readonly target: TargetMessage }
  | {
      readonly kind: 'autocomplete'
      readonly name: string
      readonly subcommand?: string
      readonly focused: { readonly name: string; readonly value: string }
    }
  | {
      readonly kind: 'click'
      readonly customId: string
      /** What was chosen from a menu. */
      readonly values: readonly string[]
      readonly message: { readonly id: string; readonly isEphemeral: boolean }
    }
  | {
      readonly kind: 'form'
      readonly customId: string
      readonly fields: Readonly<Record<string, string | readonly string[]>>
      /** The message whose button opened it. */
      readonly message?: { readonly id: string; readonly isEphemeral: boolean }
    }

export interface TargetMessage {
  readonly id: string
  readonly author: ArrivedUser
  readonly isBot: boolean
  /** Read as the text of any message. */
  readonly text: string
  readonly files: readonly ArrivedFile[]
}
