import { Routes } from 'discord.js'
import { toKikuError } from '../../../domain/errors.ts'
import type { Message } from '../../../domain/message.ts'
import { withQuote } from '../../common/chat/with-quote.ts'
import type { MessageAddress } from '../discord-ids.ts'
import type { ArrivedMessage } from '../receive/arrival.ts'
import { readMessage } from '../receive/read-message.ts'
import type { DiscordParts } from './discord-parts.ts'
import { AnyMessage, inGuild } from './in-guild.ts'
import type { PendingQuestion } from './pending-question.ts'

const READ_MS = 2_000

/**
 * Who replies to somebody else's message and names Kiku asks about that message: the model is lent its words for this
 * answer. What cannot be read in time is left out.
 */
export async function readRepliedTo(
  message: Message,
  asked: PendingQuestion,
  { api, identity, names, options }: DiscordParts,
  signal: AbortSignal,
): Promise<Message> {
  if (message.promptText !== undefined) return message
  const read = async (channelId: string, id: string) => {
    const route = Routes.channelMessage(channelId, id)
    const raw = await api.call({ method: 'GET', route, schema: AnyMessage, signal, timeoutMs: READ_MS })
    return readMessage(inGuild(raw, asked.place.guild), identity, names)
  }
  try {
    const address = await findRepliedTo(asked, read)
    // Kiku's own messages are part of the conversation already.
    const replied = address === undefined ? undefined : await read(address.channelId, address.messageId)
    if (replied === undefined || replied.text.trim() === '') return message
    const quoted = `${replied.author.name}: ${replied.text}`
    return { ...message, promptText: withQuote(message.text, quoted, message.locale ?? options.language) }
  } catch (thrown) {
    signal.throwIfAborted()
    options.telemetry.debug('discord-replied-message-unread', { code: toKikuError(thrown).code })
    return message
  }
}

/** A question that is asked again is about what it was about at first. */
async function findRepliedTo(
  { origin, askedIn }: PendingQuestion,
  read: (channelId: string, id: string) => Promise<ArrivedMessage | undefined>,
): Promise<MessageAddress | undefined> {
  if (origin.kind === 'message') {
    return origin.replyTo === undefined ? undefined : { channelId: origin.channelId, messageId: origin.replyTo }
  }
  if (askedIn === undefined) return undefined
  const replyTo = (await read(askedIn.channelId, askedIn.messageId))?.replyTo
  return replyTo === undefined ? undefined : { channelId: askedIn.channelId, messageId: replyTo }
}
