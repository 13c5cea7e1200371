import { Routes } from 'discord.js'
import { toKikuError } from '../../../domain/errors.ts'
import type { Message } from '../../../domain/message.ts'
import { withQuote } from '../../common/chat/with-quote.ts'
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
  { origin, place }: PendingQuestion,
  { api, identity, names, options }: DiscordParts,
  signal: AbortSignal,
): Promise<Message> {
  if (origin.kind !== 'message' || origin.replyTo === undefined || message.promptText !== undefined) return message
  try {
    const raw = await api.call({
      method: 'GET',
      route: Routes.channelMessage(origin.channelId, origin.replyTo),
      schema: AnyMessage,
      signal,
      timeoutMs: READ_MS,
    })
    // Kiku's own messages are part of the conversation already.
    const replied = readMessage(inGuild(raw, place.guild), identity, names)
    if (replied === undefined || replied.text.trim() === '') return message
    const quoted = `${replied.author.name}: ${replied.text}`
    return { ...message, promptText: withQuote(message.text, quoted, message.locale ?? options.language) }
  } catch (thrown) {
    signal.throwIfAborted()
    options.telemetry.debug('discord-replied-message-unread', { code: toKikuError(thrown).code })
    return message
  }
}
