import { MessageFlags, MessageReferenceType, MessageType } from 'discord.js'
import type { DiscordIdentity } from '../api/discord-api.ts'
import { DIRECT } from '../discord-ids.ts'
import type { Arrival, ArrivedMessage } from './arrival.ts'
import { type Names, NO_NAMES } from './names.ts'
import { readFiles } from './read-files.ts'
import { readMessageText } from './read-message-text.ts'
import { readUser } from './read-user.ts'
import { ignored, type Reading } from './reading.ts'
import { mentionSchema, messageSchema, snapshotSchema, type WireMessage } from './schema.ts'

/** `ChannelType.GroupDM`, in which no bot can be. */
const GROUP = 3

/**
 * A message as the gateway tells it, or as it is asked for.
 * @param names without them roles and channels keep their ids, and Kiku is not known by its role
 * @returns undefined for what no person wrote, or nobody can read
 */
export function readMessage(
  raw: unknown,
  identity: Pick<DiscordIdentity, 'user'>,
  names: Names = NO_NAMES,
): ArrivedMessage | undefined {
  const read = readWritten(raw, { identity, names })
  return read.kind === 'message' ? read.message : undefined
}

/** https://discord.com/developers/docs/events/gateway-events#message-create */
export function readWritten(raw: unknown, reading: Reading): Arrival & { readonly kind: 'message' | 'ignored' } {
  const message = messageSchema.safeParse(raw).data
  if (message === undefined) return ignored('malformed')
  const reason = reasonToIgnore(message, reading)
  if (reason !== undefined) return ignored(reason)
  const text = readMessageText(message, reading)
  const files = listFiles(message)
  if (text === '' && files.length === 0 && (message.sticker_items?.length ?? 0) > 0) return ignored('sticker')
  return { kind: 'message', message: describe(message, text, files, reading) }
}

/**
 * https://discord.com/developers/docs/events/gateway-events#message-update. Discord also tells so of links that it looked
 * up, of pins and of threads that were opened; only people edit.
 */
export function readEdit(raw: unknown, reading: Reading): Arrival {
  const read = readWritten(raw, reading)
  if (read.kind !== 'message') return read
  const edited = Date.parse(messageSchema.safeParse(raw).data?.edited_timestamp ?? '')
  if (Number.isNaN(edited)) return ignored('not-edited')
  return { kind: 'edited', message: read.message, version: String(edited) }
}

function reasonToIgnore(message: WireMessage, { identity }: Reading): string | undefined {
  const { author, webhook_id: webhook, type, flags } = message
  if (author.id === identity.user) return 'own'
  if (author.bot === true || webhook) return 'bot'
  if (author.system === true) return 'system'
  // Others are notes of Discord, or begin a thread by repeating what began it.
  if (type !== MessageType.Default && type !== MessageType.Reply) return 'type'
  if (message.channel_type === GROUP) return 'group'
  return ((flags ?? 0) & MessageFlags.IsVoiceMessage) === 0 ? undefined : 'voice'
}

function describe(
  message: WireMessage,
  text: string,
  files: ArrivedMessage['files'],
  reading: Reading,
): ArrivedMessage {
  const { id, channel_id: channelId, guild_id: guild, author, member } = message
  const replyTo = replyOf(message)
  return {
    id,
    channelId,
    guild: guild ?? DIRECT,
    author: readUser(author, member?.nick),
    text,
    isMention: isMention(message, reading),
    mentionsOthers: mentionsOthers(message, reading),
    isDirect: !guild,
    ...(replyTo === undefined ? {} : { replyTo }),
    files,
  }
}

function listFiles({ attachments, message_snapshots: snapshots }: WireMessage): ArrivedMessage['files'] {
  const forwarded = (snapshots ?? []).flatMap((item) => snapshotSchema.safeParse(item).data?.message.attachments ?? [])
  return readFiles([...(attachments ?? []), ...forwarded])
}

/** What is forwarded refers to a message as well. */
function replyOf({ type, message_reference: reference, channel_id: channelId }: WireMessage): string | undefined {
  if (type !== MessageType.Reply || (reference?.type ?? 0) !== MessageReferenceType.Default) return undefined
  if (reference?.channel_id && reference.channel_id !== channelId) return undefined
  return reference?.message_id ?? undefined
}

function isMention(message: WireMessage, { identity, names }: Reading): boolean {
  const isOwnRole = (role: string) => names.isOwnRole(message.guild_id ?? DIRECT, role)
  if (repliesTo(message) === identity.user || message.mention_roles?.some(isOwnRole)) return true
  return mentioned(message).includes(identity.user)
}

/** Whoever replies to somebody talks to that person, named or not. */
function mentionsOthers(message: WireMessage, { identity, names }: Reading): boolean {
  const isOther = (user: string) => user !== identity.user && user !== message.author.id
  const isOtherRole = (role: string) => !names.isOwnRole(message.guild_id ?? DIRECT, role)
  const replied = repliesTo(message)
  if (replied !== undefined && isOther(replied)) return true
  if (message.mention_everyone === true || message.mention_roles?.some(isOtherRole)) return true
  return mentioned(message).some(isOther)
}

function repliesTo(message: WireMessage): string | undefined {
  return replyOf(message) === undefined ? undefined : message.referenced_message?.author.id
}

function mentioned({ mentions }: WireMessage): readonly string[] {
  return (mentions ?? []).flatMap((item) => mentionSchema.safeParse(item).data?.id ?? [])
}
