import type { Forgotten } from '../../../../ports/chat-host.ts'
import { authorIdOf, parseThreadId } from '../../discord-ids.ts'
import { parseCustomId } from '../action-ids.ts'
import { announce } from '../announce.ts'
import { PICK } from '../commands/offer-conversations.ts'
import { confirmConversation, KEEP } from '../commands/offer-forgetting.ts'
import type { ClickData, Interaction } from '../interaction.ts'
import { forgetCarried } from '../parts/kept-texts.ts'
import { plainBody } from '../parts/message-parts.ts'
import { isWrittenBy, mayManageChannel } from '../people.ts'
import { belongsHere } from './find-asked.ts'

/** Turns of a conversation looked through for one by the person. */
const TURNS_READ = 200

/** Forgets what was confirmed: `me`, `thread:<thread id>` or `channel:<channel>`; or asks once more, or forgets nothing. */
export async function handleForgetClick(rest: string, click: ClickData, interaction: Interaction): Promise<void> {
  const { words, respond, signal } = interaction
  const { action: what, rest: target } = parseCustomId(rest)
  await respond.deferUpdate(signal)
  switch (what) {
    case KEEP:
      return await respond.update(plainBody(words.forget.kept), signal)
    case PICK:
      return await confirmPicked(click.values[0] ?? '', interaction)
    case 'me':
      return await forgetMe(interaction)
    case 'thread':
      return await forgetConversation(target, interaction)
    case 'channel':
      return await forgetChannel(target, interaction)
    default:
      return await respond.update(plainBody(words.forget.usage), signal)
  }
}

async function confirmPicked(threadId: string, interaction: Interaction): Promise<void> {
  const { words, respond, signal } = interaction
  const isAllowed = await mayForgetConversation(threadId, interaction)
  const body = isAllowed ? confirmConversation(threadId, words) : plainBody(words.forget.notYourConversation)
  await respond.update(body, signal)
}

async function forgetMe(interaction: Interaction): Promise<void> {
  const { desk, person } = interaction
  desk.answers.stopWhere(({ asker }) => asker === person.id)
  const forgotten = await desk.host.memory.forgetAuthor(authorIdOf(person.id))
  await forgetCarried(person.id, desk.host.settings)
  await sayDone(forgotten, interaction)
}

async function forgetConversation(threadId: string, interaction: Interaction): Promise<void> {
  const { desk, words, respond, signal } = interaction
  if (!(await mayForgetConversation(threadId, interaction))) {
    return await respond.update(plainBody(words.forget.notYourConversation), signal)
  }
  desk.answers.stopWhere((about) => about.threadId === threadId)
  await sayDone(await desk.host.memory.forgetThread(threadId), interaction)
}

/** Those who asked in it, and those who manage its channel, which permits them here only. */
async function mayForgetConversation(threadId: string, interaction: Interaction): Promise<boolean> {
  const { desk, person, where } = interaction
  const place = parseThreadId(threadId)
  if (place === undefined) return false
  const turns = await desk.host.records.listTurns(threadId, TURNS_READ)
  if (turns.some(({ role, author }) => role === 'user' && isWrittenBy(author.id, person.id))) return true
  return !place.isPrivate && mayManageChannel(where) && (await belongsHere(place, interaction))
}

async function forgetChannel(channel: string, interaction: Interaction): Promise<void> {
  const { desk, where, words, respond, signal } = interaction
  const { guild } = where
  // Who clicks in a direct message is the one person in it. What is permitted here is permitted nowhere else.
  const isAllowed = where.context === 'direct' || mayManageChannel(where)
  if (!isAllowed || !(await belongsHere({ guild, channel }, interaction))) {
    return await respond.update(plainBody(words.forget.notAllowed), signal)
  }
  // Else the past would be read in again behind the forgetting.
  await desk.backfill.cancel({ guild, channel })
  desk.answers.stopWhere(({ threadId }) => {
    const place = parseThreadId(threadId)
    return place?.guild === guild && place.channel === channel
  })
  const forgotten = await desk.host.memory.forgetChannel({ surface: 'discord', workspace: guild, channel })
  // What is forgotten is forgotten, so a failure to say so in the channel is only logged.
  if (where.context === 'guild') {
    await announce(channel, ({ forget }, user) => forget.announcement(user, forgotten.turns), interaction)
  }
  await sayDone(forgotten, interaction)
}

async function sayDone({ turns }: Forgotten, { desk, words, respond, signal }: Interaction): Promise<void> {
  desk.telemetry.info('discord-forgotten', { turns })
  await respond.update(plainBody(turns === 0 ? words.forget.nothing : words.forget.done(turns)), signal)
}
