import { MessageFlags, type MessageType } from 'discord.js'
import { listOf, objectOf, objectsOf, textOf, type WireObject } from '../wire.ts'
import type { DiscordFile } from './files.ts'

/** A message that stands in a channel. Changed in place as people and the app change it. */
export interface DiscordMessage {
  readonly id: string
  readonly channelId: string
  readonly guildId: string | undefined
  readonly authorId: string
  readonly type: MessageType
  /** Who alone sees it: an ephemeral answer. */
  readonly onlyFor: string | undefined
  /** The interaction that it answers. */
  readonly interactionId: string | undefined
  readonly nonce: string | number | undefined
  readonly reference: MessageReference | undefined
  /** What was forwarded, as it stood then. */
  readonly forwarded: WireObject | undefined
  /** Epoch milliseconds. */
  readonly at: number
  content: string
  embeds: readonly WireObject[]
  components: readonly WireObject[]
  attachments: readonly DiscordFile[]
  flags: number
  /** Whom it calls: users, roles, everybody. */
  mentions: Mentions
  /** ISO time of the last edit. */
  editedAt: string | null
  /** How it stood, oldest first; the last is how it stands. */
  readonly versions: MessageVersion[]
  /** Names of emoji with those who gave them. */
  readonly reactions: Map<string, Set<string>>
  isPinned: boolean
  isDeleted: boolean
}

export interface MessageReference {
  readonly kind: 'reply' | 'forward' | 'starter' | 'announcement'
  readonly channelId: string
  readonly messageId: string | undefined
}

export interface Mentions {
  readonly users: readonly string[]
  readonly roles: readonly string[]
  readonly everyone: boolean
}

export interface MessageVersion {
  readonly content: string
  readonly embeds: readonly WireObject[]
  readonly components: readonly WireObject[]
  readonly flags: number
  /** Epoch milliseconds. */
  readonly at: number
}

export type NewMessage = Pick<DiscordMessage, 'channelId' | 'guildId' | 'authorId' | 'type'> &
  Partial<Omit<DiscordMessage, 'versions' | 'reactions'>>

export const NO_MENTIONS: Mentions = { users: [], roles: [], everyone: false }

export function createMessage(message: NewMessage & { readonly id: string; readonly at: number }): DiscordMessage {
  const created: DiscordMessage = {
    onlyFor: undefined,
    interactionId: undefined,
    nonce: undefined,
    reference: undefined,
    forwarded: undefined,
    content: '',
    embeds: [],
    components: [],
    attachments: [],
    flags: 0,
    mentions: NO_MENTIONS,
    editedAt: null,
    isPinned: false,
    isDeleted: false,
    ...message,
    versions: [],
    reactions: new Map(),
  }
  keepVersion(created)
  return created
}

/** Remembers how a message stands now. */
export function keepVersion(message: DiscordMessage): void {
  const { content, embeds, components, flags } = message
  message.versions.push({ content, embeds, components, flags, at: Date.now() })
}

export const isEphemeral = ({ flags }: Pick<DiscordMessage, 'flags'>) => (flags & MessageFlags.Ephemeral) !== 0
export const isLoading = ({ flags }: Pick<DiscordMessage, 'flags'>) => (flags & MessageFlags.Loading) !== 0
export const isV2 = ({ flags }: Pick<DiscordMessage, 'flags'>) => (flags & MessageFlags.IsComponentsV2) !== 0

/** Every component in a tree, in the order that readers see them. */
export function componentsIn(components: readonly WireObject[]): readonly WireObject[] {
  return components.flatMap((component) => {
    const accessory = component.accessory === undefined ? [] : [objectOf(component.accessory)]
    const below = component.component === undefined ? [] : [objectOf(component.component)]
    return [component, ...componentsIn([...objectsOf(component.components), ...accessory, ...below])]
  })
}

/** Everything in a message whose mentions count. */
export function textsOf(message: Pick<DiscordMessage, 'content' | 'components'>): string {
  const shown = componentsIn(message.components).map(({ type, content }) => (type === 10 ? textOf(content) : ''))
  return [message.content, ...shown].filter((text) => text !== '').join('\n')
}

/** Numbers the components that have no number of their own, as Discord does. */
export function numberComponents(components: readonly WireObject[]): readonly WireObject[] {
  const taken = new Set(componentsIn(components).map(({ id }) => id))
  let last = 0
  const next = () => {
    do last += 1
    while (taken.has(last))
    return last
  }
  const number = (component: WireObject): WireObject => {
    const { id, components: inner, accessory, component: single, ...about } = component
    const own = typeof id === 'number' && id !== 0 ? id : next()
    return {
      ...about,
      id: own,
      ...(inner === undefined ? {} : { components: listOf(inner).map((one) => number(objectOf(one))) }),
      ...(accessory === undefined ? {} : { accessory: number(objectOf(accessory)) }),
      ...(single === undefined ? {} : { component: number(objectOf(single)) }),
    }
  }
  return components.map(number)
}
