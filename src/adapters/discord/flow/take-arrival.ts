import type { Message } from '../../../domain/message.ts'
import { type DiscordChannel, readingChannelOf } from '../directory/directory.ts'
import { DIRECT, type DiscordPlace, parseThreadId, threadIdOf, timeOf } from '../discord-ids.ts'
import { toMessage } from '../history/to-message.ts'
import type { Arrival, ArrivedMessage } from '../receive/arrival.ts'
import { forgetNotes, hasLostFile } from './attached-files.ts'
import type { DiscordParts } from './discord-parts.ts'
import { findSurely } from './find-surely.ts'
import { forgetLost } from './forget-lost.ts'
import { noteGuild } from './notice-losses.ts'
import { nameThreadAnew } from './open-thread.ts'
import { askedBy, type PendingQuestion } from './pending-question.ts'

/** What is left to do once what must not be lost is kept. */
export type Taken = { readonly kind: 'question'; readonly asked: PendingQuestion } | { readonly kind: 'other' }

const OTHER: Taken = { kind: 'other' }
/** Who mends an old message does not ask. */
const LATE_EDIT_MS = 15 * 60_000

/** Does for an arrival what must not be lost: admits questions, remembers messages, forgets what was deleted. */
export async function takeArrival(arrival: Arrival, parts: DiscordParts): Promise<Taken> {
  switch (arrival.kind) {
    case 'message':
      return takeMessage(arrival.message, parts)
    case 'edited':
      return takeEdit(arrival.message, arrival.version, parts)
    case 'deleted':
      await takeDeletion(arrival, parts)
      return OTHER
    case 'channel-lost':
    case 'thread-lost':
    case 'guild-lost':
      await forgetLost(arrival, parts)
      return OTHER
    default:
      return OTHER
  }
}

async function takeMessage(arrived: ArrivedMessage, parts: DiscordParts): Promise<Taken> {
  const { host, conversations } = parts
  const channel = await findSurely(arrived.channelId, arrived.guild, parts)
  if (channel === undefined) return OTHER
  if (channel.kind === 'private-thread' && channel.parentId !== undefined) {
    await parts.parents.note(channel.guild, channel.id, channel.parentId)
  }
  await noteGuild(arrived.guild, parts)
  const place = await conversations.placeOf(channel, arrived.id, arrived.replyTo)
  if (await isForKiku(arrived, channel, place, parts)) {
    const message = await provisionalMessage(arrived, place, true, parts)
    const admission = await host.intake.admit(message)
    return admission === 'duplicate' ? OTHER : { kind: 'question', asked: askedBy(arrived, message, place) }
  }
  if (await isRemembered(arrived, channel, place, parts)) {
    await host.intake.observe(await provisionalMessage(arrived, place, false, parts))
  }
  return OTHER
}

/** New words for an old message: memory follows, an answer in the making begins again. */
async function takeEdit(arrived: ArrivedMessage, version: string, parts: DiscordParts): Promise<Taken> {
  const { host, running } = parts
  parts.backfill.noteChange(arrived.id, { kind: 'edited', text: arrived.text })
  const channel = await findSurely(arrived.channelId, arrived.guild, parts)
  if (channel === undefined) return OTHER
  const turnId = turnIdIn(channel, arrived.id)
  const place = await placeOfKnown(turnId, channel, arrived, parts)
  const message = await provisionalMessage(arrived, place, true, parts)
  if (running.find(turnId) !== undefined) {
    // Named by the edit: a repetition of it must not begin once more.
    const again: Message = { ...message, id: `${arrived.id}~edit-${version}`, repeats: arrived.id }
    if ((await host.intake.admit(again)) === 'duplicate') return OTHER
    running.stop(turnId, 'edited')
    await reviseMemory(arrived, turnId, message, parts)
    return { kind: 'question', asked: askedBy(arrived, again, place) }
  }
  await reviseMemory(arrived, turnId, message, parts)
  if (parts.options.clock.now() - timeOf(arrived.id) > LATE_EDIT_MS) return OTHER
  // Kiku was named by the edit only, as people do who forgot it at first.
  return takeMessage(arrived, parts)
}

async function reviseMemory(
  arrived: ArrivedMessage,
  turnId: string,
  message: Message,
  parts: DiscordParts,
): Promise<void> {
  if (await hasLostFile(turnId, arrived.files, parts.host)) await forgetTurns([turnId], parts)
  await nameThreadAnew(arrived.id, turnId, arrived.text, parts)
  await parts.host.memory.revise(message)
}

async function placeOfKnown(
  turnId: string,
  channel: DiscordChannel,
  arrived: ArrivedMessage,
  { running, conversations, host }: DiscordParts,
): Promise<DiscordPlace> {
  const threadId = running.find(turnId)?.threadId ?? (await host.records.findQuestion(turnId))?.threadId
  const known = threadId === undefined ? undefined : parseThreadId(threadId)
  return known ?? (await conversations.placeOf(channel, arrived.id, arrived.replyTo))
}

async function takeDeletion(
  { guild, channelId, ids }: Extract<Arrival, { readonly kind: 'deleted' }>,
  parts: DiscordParts,
): Promise<void> {
  const { host, running, backfill } = parts
  for (const id of ids) backfill.noteChange(id, { kind: 'deleted' })
  const channel = await findSurely(channelId, guild, parts)
  const reading = channel === undefined ? channelId : readingChannelOf(channel)
  const turnIds = ids.map((id) => `discord:${guild}:${reading}:${id}`)
  for (const turnId of turnIds) running.stop(turnId, 'deleted')
  for (const [at, turnId] of turnIds.entries()) await nameThreadAnew(ids[at] ?? '', turnId, '', parts)
  await forgetTurns(turnIds, parts)
  // Settled, they are not taken up by a later start, nor taken in when Discord tells them again.
  for (const id of ids) await host.intake.dismiss(deletedMessage({ guild, channel: reading, root: id }, id))
}

async function forgetTurns(turnIds: readonly string[], { host }: DiscordParts): Promise<void> {
  await host.memory.forgetTurns(turnIds)
  await forgetNotes(turnIds, host)
}

async function isForKiku(
  arrived: ArrivedMessage,
  channel: DiscordChannel,
  place: DiscordPlace,
  parts: DiscordParts,
): Promise<boolean> {
  if (isUnreadable(arrived, parts)) return false
  if (arrived.isMention || arrived.isDirect) return true
  const isThread = channel.kind === 'public-thread' || channel.kind === 'private-thread'
  // Without words Discord does not let Kiku read it; nothing can be said to that.
  if (!isThread || arrived.mentionsOthers || arrived.text.trim() === '') return false
  const { followUps, answerPosts } = await parts.switches.readChannel(channel.guild, channel.parentId ?? channel.id)
  if (channel.isPost === true && arrived.id === channel.id) return answerPosts
  if (!followUps || !(await takesPart(place, parts))) return false
  return parts.host.intake.expectsAnswer(await provisionalMessage(arrived, place, false, parts))
}

async function isRemembered(
  arrived: ArrivedMessage,
  channel: DiscordChannel,
  place: DiscordPlace,
  parts: DiscordParts,
): Promise<boolean> {
  if (arrived.text.trim() === '' || arrived.guild === DIRECT) return false
  const { remember } = await parts.switches.readChannel(channel.guild, channel.parentId ?? channel.id)
  return remember || (await takesPart(place, parts))
}

async function takesPart(place: DiscordPlace, { host, running }: DiscordParts): Promise<boolean> {
  const threadId = threadIdOf(place)
  return running.hasThread(threadId) || (await host.records.takesPart(threadId))
}

/** A reply to Kiku that does not call it: without the intent Discord does not tell its words. */
function isUnreadable({ isDirect, text, files, replyTo }: ArrivedMessage, { identity }: DiscordParts): boolean {
  return !identity.hasMessageContent && !isDirect && replyTo !== undefined && text === '' && files.length === 0
}

/** The message with the narrowest audience; its readers are looked up before it is answered. */
async function provisionalMessage(
  arrived: ArrivedMessage,
  place: DiscordPlace,
  addressed: boolean,
  { directory, switches }: DiscordParts,
): Promise<Message> {
  const { guild } = arrived
  const chosen = guild === DIRECT ? undefined : (await switches.readGuild(guild)).language
  const locale = chosen ?? directory.languageOf(guild)
  return toMessage(arrived, {
    place,
    audience: { labels: [] },
    addressed,
    search: arrived.files.length > 0 ? 'always' : 'auto',
    ...(locale === undefined ? {} : { locale }),
  })
}

/** As much of a deleted message as the inbox needs to know it by. */
function deletedMessage(place: DiscordPlace, id: string): Message {
  const arrived = { id, channelId: place.channel, guild: place.guild, author: { id: '0', name: '' }, text: '' }
  const nothing = { isMention: false, mentionsOthers: false, isDirect: false, files: [] }
  return toMessage({ ...arrived, ...nothing }, { place, audience: { labels: [] }, addressed: true })
}

function turnIdIn(channel: DiscordChannel, messageId: string): string {
  return `discord:${channel.guild}:${readingChannelOf(channel)}:${messageId}`
}
