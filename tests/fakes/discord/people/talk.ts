import { PermissionFlagsBits as Bits, MessageFlags, MessageType } from 'discord.js'
import type { NewFile } from '../messages/files.ts'
import { findMentions } from '../messages/find-mentions.ts'
import { type DiscordMessage, keepVersion } from '../messages/message.ts'
import { emitBulkDeleted, emitDeleted, emitMessage, emitReaction } from '../messages/message-events.ts'
import { readingOver, wireMessage } from '../messages/wire-message.ts'
import type { PeerState } from '../peer-state.ts'
import { openThreadForMessage } from '../thread-events.ts'
import { joinThread } from '../threads.ts'
import { canSee } from '../world/permissions.ts'
import { TEXT_TYPES, type WorldChannel } from '../world/world-channel.ts'
import { type PeopleContext, requireMay, requireSeen } from './people-context.ts'

export interface Saying {
  readonly user: string
  /** A channel, thread or direct message. Default the direct message with the app. */
  readonly channel?: string
  /** As Discord keeps it: `<@1>` for names. */
  readonly text: string
  readonly replyTo?: DiscordMessage
  /** Whether a reply calls whoever is replied to. Default true, as in Discord's clients. */
  readonly callsReplied?: boolean
  readonly files?: readonly NewFile[]
  /** Epoch milliseconds; now by default. */
  readonly at?: number
  /** Stands there, and the app is not told: history from before its time. */
  readonly isQuiet?: boolean
}

interface Reaction {
  readonly user: string
  readonly on: DiscordMessage
  readonly emoji: string
}

/** People who write, edit, delete and react. The app is told at once. */
export interface Talk {
  say(saying: Saying): DiscordMessage
  edit(message: DiscordMessage, text: string): void
  /** Deletes a message, of whomever. */
  remove(message: DiscordMessage): void
  /** Deletes messages of one channel at once. */
  removeMany(messages: readonly DiscordMessage[]): void
  react(reaction: Reaction): void
  unreact(reaction: Reaction): void
  forward(about: { readonly user: string; readonly message: DiscordMessage; readonly channel: string }): DiscordMessage
  pin(message: DiscordMessage): void
  /** Discord adds the preview of a link: a change in which no word changed. */
  unfurl(message: DiscordMessage): void
}

export function createTalk({ state }: PeopleContext): Talk {
  const { store, world } = state

  function toggle({ user, on, emoji }: Reaction, isAdded: boolean): void {
    requireSeen(state, user, on)
    const users = on.reactions.get(emoji) ?? new Set<string>()
    if (isAdded) on.reactions.set(emoji, users.add(user))
    else users.delete(user)
    if (users.size === 0) on.reactions.delete(emoji)
    emitReaction(state, { message: on, userId: user, emoji, isAdded })
  }

  return {
    say: (saying) => say(saying, state),
    edit(message, text) {
      const { authorId, channelId } = message
      message.content = text
      // Nobody edits twice in a millisecond.
      const last = message.editedAt === null ? 0 : Date.parse(message.editedAt)
      message.editedAt = new Date(Math.max(Date.now(), last + 1)).toISOString()
      message.mentions = findMentions({ text, authorId, channelId, world, ...NOTHING_MORE }).mentions
      keepVersion(message)
      emitMessage(state, 'MESSAGE_UPDATE', message)
    },
    remove(message) {
      store.remove(message)
      emitDeleted(state, message)
    },
    removeMany(messages) {
      for (const message of messages) store.remove(message)
      emitBulkDeleted(state, messages)
    },
    react: (reaction) => toggle(reaction, true),
    unreact: (reaction) => toggle(reaction, false),
    forward({ user, message, channel: to }) {
      const channel = world.channel(to)
      requireSeen(state, user, message)
      requireMay({ state, user, channel, bits: writing(channel) })
      const { content, embeds, attachments, timestamp, type, flags, components } = wireMessage(message, state, {
        ...readingOver.rest(state),
        isTarget: true,
      })
      const forwarded = { content, embeds, attachments, timestamp, type, flags, components, mentions: [] }
      const sent = store.add({
        channelId: to,
        guildId: channel.guildId,
        authorId: user,
        type: MessageType.Default,
        flags: MessageFlags.HasSnapshot,
        reference: { kind: 'forward', channelId: message.channelId, messageId: message.id },
        forwarded,
      })
      openThreadForMessage(state, sent)
      emitMessage(state, 'MESSAGE_CREATE', sent)
      return sent
    },
    pin(message) {
      message.isPinned = true
      emitMessage(state, 'MESSAGE_UPDATE', message)
    },
    unfurl(message) {
      message.embeds = [{ type: 'link', url: 'https://example.com/', title: 'A page' }]
      emitMessage(state, 'MESSAGE_UPDATE', message)
    },
  }
}

const NOTHING_MORE = { allowed: undefined, repliedTo: undefined }

const writing = ({ thread }: WorldChannel) =>
  Bits.ViewChannel | (thread === undefined ? Bits.SendMessages : Bits.SendMessagesInThreads)

function say(saying: Saying, state: PeerState): DiscordMessage {
  const { store, world } = state
  const { user, text, replyTo, files = [] } = saying
  const channel = saying.channel === undefined ? world.directMessage(user) : world.channel(saying.channel)
  if (!TEXT_TYPES.has(channel.type)) throw new Error(`No messages stand in the channel ${channel.name}.`)
  requireMay({ state, user, channel, bits: writing(channel) | (files.length > 0 ? Bits.AttachFiles : 0n) })
  if (replyTo !== undefined) requireSeen(state, user, replyTo)
  if (channel.thread?.isLocked === true) throw new Error(`The thread ${channel.name} is locked.`)
  const repliedTo = saying.callsReplied === false ? undefined : replyTo?.authorId
  const about = { text, authorId: user, channelId: channel.id, world, allowed: undefined, repliedTo }
  const { mentions } = findMentions(about)
  comeIn(state, channel, [user, ...mentions.users])
  const message = store.add({
    channelId: channel.id,
    guildId: channel.guildId,
    authorId: user,
    type: replyTo === undefined ? MessageType.Default : MessageType.Reply,
    content: text,
    attachments: files.map((file) => state.files.add(channel.id, file)),
    mentions,
    ...(replyTo === undefined
      ? {}
      : { reference: { kind: 'reply' as const, channelId: replyTo.channelId, messageId: replyTo.id } }),
    ...(saying.at === undefined ? {} : { id: state.snowflakes.next(saying.at) }),
  })
  if (saying.isQuiet === true) return message
  openThreadForMessage(state, message)
  emitMessage(state, 'MESSAGE_CREATE', message)
  return message
}

/** Whoever writes in a thread, and whoever is called there, is in it from then on. */
function comeIn(state: PeerState, channel: WorldChannel, users: readonly string[]): void {
  const parent = state.world.channels.get(channel.parentId ?? '')
  if (channel.thread === undefined || parent === undefined) return
  for (const user of users) if (canSee(state.world, user, parent)) joinThread(state, channel, user)
}
