import { Routes, ThreadAutoArchiveDuration } from 'discord.js'
import { z } from 'zod'
import { toKikuError } from '../../../domain/errors.ts'
import { cleanLine } from '../../common/chat/clean-text.ts'
import { PROBLEMS, refusalOf } from '../api/discord-api.ts'
import type { DiscordParts } from './discord-parts.ts'
import type { PendingQuestion } from './pending-question.ts'

const NAME_CHARACTERS = 80
const Thread = z.object({ id: z.string() })

/**
 * Opens a thread for the answer to a question that begins a conversation in a channel, where the server wants that and
 * Kiku can read what people write on there without naming it. A thread has the id of its first message.
 * @returns the channel to answer in: the new thread, or else where the question stands
 */
export async function openThread(
  asked: PendingQuestion & { readonly origin: { readonly kind: 'message' } },
  parts: DiscordParts,
  signal: AbortSignal,
): Promise<string> {
  const { channelId, messageId } = asked.origin
  if (!(await isWanted(asked, parts))) return channelId
  try {
    await parts.api.call({
      method: 'POST',
      route: Routes.threads(channelId, messageId),
      body: { name: toName(asked.message.text), auto_archive_duration: ThreadAutoArchiveDuration.OneDay },
      schema: Thread,
      signal,
    })
    return messageId
  } catch (thrown) {
    signal.throwIfAborted()
    // Opened by an earlier try, or by somebody who was quicker.
    if (refusalOf(thrown) === PROBLEMS.threadExists) return messageId
    parts.options.telemetry.warn('discord-thread-not-opened', { code: toKikuError(thrown).code })
    return channelId
  }
}

async function isWanted(
  { place, origin }: PendingQuestion & { readonly origin: { readonly kind: 'message' } },
  { directory, identity, switches, signal }: DiscordParts,
): Promise<boolean> {
  if (place.root !== origin.messageId || !identity.hasMessageContent) return false
  const channel = await directory.findChannel(origin.channelId, place.guild, signal)
  if (channel?.kind !== 'text' && channel?.kind !== 'announcement') return false
  const { threads } = await switches.readGuild(place.guild)
  return threads && directory.missingPermissions(origin.channelId, 'open-thread').length === 0
}

/**
 * A thread is called like the question that it was opened for. Where that was edited or deleted, its former words do not
 * stay behind in the name. @param text the new words; none when it was deleted. Never throws
 */
export async function nameThreadAnew(
  messageId: string,
  turnId: string,
  text: string,
  { api, directory, host, options, signal }: DiscordParts,
): Promise<void> {
  const thread = directory.peekChannel(messageId)
  if (thread?.kind !== 'public-thread') return
  try {
    const question = await host.records.findQuestion(turnId)
    // Threads that people named are theirs.
    if (question === undefined || thread.name !== toName(question.text)) return
    const body = { name: toName(text) }
    await api.call({ method: 'PATCH', route: Routes.channel(messageId), body, schema: z.unknown(), signal })
  } catch (thrown) {
    options.telemetry.warn('discord-thread-not-renamed', { code: toKikuError(thrown).code })
  }
}

function toName(text: string): string {
  return cleanLine(text, NAME_CHARACTERS) || 'Kiku'
}
