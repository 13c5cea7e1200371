import { Routes } from 'discord.js'
import type { AnswerEvent } from '../../../domain/answer.ts'
import { toKikuError } from '../../../domain/errors.ts'
import { type Message, turnIdOf } from '../../../domain/message.ts'
import { ReplyStopped } from '../../common/chat/reply-end.ts'
import { resumeThreads } from '../../common/chat/resume-threads.ts'
import { PROBLEMS, refusalOf } from '../api/discord-api.ts'
import { parseAuthorId, parsePermalink, parseThreadId } from '../discord-ids.ts'
import type { ArrivedMessage } from '../receive/arrival.ts'
import { readMessage } from '../receive/read-message.ts'
import { answerQuestion } from './answer-question.ts'
import type { DiscordParts } from './discord-parts.ts'
import { AnyMessage, inGuild } from './in-guild.ts'
import type { PendingQuestion } from './pending-question.ts'

const LOOK_MS = 20_000

/** Takes up the questions that the end of an earlier process interrupted, those of a conversation in their order. Never throws. */
export async function resumeInterrupted(messages: readonly Message[], parts: DiscordParts): Promise<void> {
  const { telemetry } = parts.options
  try {
    if (messages.length > 0) telemetry.info('discord-answers-resumed', { questions: messages.length })
    await resumeThreads(messages, (message) => resume(message, parts))
  } catch (thrown) {
    telemetry.warn('discord-resume-failed', { code: toKikuError(thrown).code })
  }
}

async function resume(message: Message, parts: DiscordParts): Promise<void> {
  const { host, options } = parts
  try {
    if (parts.signal.aborted) return
    const asked = await askedBefore(message, parts)
    if (asked === undefined) return await host.intake.dismiss(message)
    const current = await refresh(asked, parts)
    if (current !== undefined) return await answerQuestion(current, parts)
    await host.intake.dismiss(message)
    await withdraw(asked, parts)
  } catch (thrown) {
    options.telemetry.warn('discord-resume-failed', { code: toKikuError(thrown).code })
  }
}

/** What the inbox kept of a question. @returns undefined when it cannot be answered any more, or is none of Discord's */
async function askedBefore(message: Message, { pending }: DiscordParts): Promise<PendingQuestion | undefined> {
  const place = parseThreadId(message.thread.id)
  const asker = parseAuthorId(message.author.id)
  if (place === undefined || asker === undefined) return undefined
  const rest = { message, place, asker, files: [], isResumed: true }
  const kept = await pending.find(message.id)
  if (kept !== undefined) {
    return { ...rest, files: kept.files, origin: { kind: 'interaction', target: kept.target } }
  }
  const address = message.permalink === undefined ? undefined : parsePermalink(message.permalink)
  return address === undefined ? undefined : { ...rest, origin: { kind: 'message', ...address } }
}

/** The question as it stands in Discord now, with its files. @returns undefined when it was deleted meanwhile */
async function refresh(asked: PendingQuestion, parts: DiscordParts): Promise<PendingQuestion | undefined> {
  const { origin, message } = asked
  if (origin.kind === 'interaction') return asked
  const found = await findArrived(origin, asked.place.guild, parts)
  if (found === 'gone') return undefined
  if (found === 'unknown') return asked
  const { text, files, replyTo } = found
  // Edited while Kiku was off: memory follows.
  if (text !== message.text) await parts.host.memory.revise({ ...message, text })
  const current = { ...asked, files, message: { ...message, text } }
  return replyTo === undefined ? current : { ...current, origin: { ...origin, replyTo } }
}

async function findArrived(
  { channelId, messageId }: { readonly channelId: string; readonly messageId: string },
  guild: string,
  { api, identity, names, signal }: DiscordParts,
): Promise<ArrivedMessage | 'gone' | 'unknown'> {
  try {
    const route = Routes.channelMessage(channelId, messageId)
    const raw = await api.call({ method: 'GET', route, schema: AnyMessage, signal, timeoutMs: LOOK_MS })
    return readMessage(inGuild(raw, guild), identity, names) ?? 'unknown'
  } catch (thrown) {
    const refusal = refusalOf(thrown)
    const isGone = refusal === PROBLEMS.unknownMessage || refusal === PROBLEMS.unknownChannel
    return isGone ? 'gone' : 'unknown'
  }
}

/** Takes back what was shown of an answer to a question that is gone. */
async function withdraw(asked: PendingQuestion, parts: DiscordParts): Promise<void> {
  const { replier, options } = parts
  const { place, asker, message, origin } = asked
  const target =
    origin.kind === 'interaction'
      ? origin.target
      : ({ kind: 'channel', channelId: await shownIn(origin, place.guild, parts) } as const)
  const locale = message.locale ?? options.language
  const task = { place, asker, target, locale, id: message.id, turnId: turnIdOf(message), isResumed: true }
  await replier.reply(nothing(), task, AbortSignal.abort(new ReplyStopped('deleted')))
}

/** The thread that was opened for a question has the question's id, and outlives it. */
async function shownIn(
  { channelId, messageId }: { readonly channelId: string; readonly messageId: string },
  guild: string,
  { directory, signal }: DiscordParts,
): Promise<string> {
  const thread = await directory.findChannel(messageId, guild, signal)
  return thread === undefined ? channelId : messageId
}

async function* nothing(): AsyncGenerator<AnswerEvent, void> {}
