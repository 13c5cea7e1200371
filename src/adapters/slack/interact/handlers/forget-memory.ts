import { z } from 'zod'
import { toKikuError } from '../../../../domain/errors.ts'
import type { Forgotten } from '../../../../ports/chat-host.ts'
import { authorIdOf, parseThreadId } from '../../slack-ids.ts'
import { slackWords } from '../../words/words.ts'
import type { Click } from '../click.ts'
import { chooseLanguage } from '../home/choose-language.ts'
import type { Interaction } from '../interaction.ts'
import { isDirectChannel, isWrittenBy, mayGovern } from '../people.ts'

/** Turns of a thread looked through for one by the person. */
const TURNS_READ = 200

/** Forgets what was confirmed: `me`, `thread:<thread id>` or `channel:<channel>`. */
export async function forgetMemory(click: Click, interaction: Interaction): Promise<void> {
  const [what, target = ''] = splitOnce(click.value)
  switch (what) {
    case 'me':
      return await forgetMe(interaction)
    case 'thread':
      return await forgetThread(target, interaction)
    case 'channel':
      return await forgetChannel(target, click, interaction)
    default:
      return await interaction.voice.say({ text: interaction.words.forget.usage }, interaction.signal)
  }
}

async function forgetMe(interaction: Interaction): Promise<void> {
  const { desk, person } = interaction
  // People of shared channels and organisations write under their own workspace and click in this one.
  const ids = new Set([authorIdOf(person), authorIdOf({ team: desk.identity.team, user: person.user })])
  desk.answers.stopWhere(({ asker }) => asker.user === person.user)
  let turns = 0
  for (const id of ids) turns += (await desk.host.memory.forgetAuthor(id)).turns
  await chooseLanguage(person.user, 'auto', desk)
  await sayDone({ turns }, interaction)
}

async function forgetThread(threadId: string, interaction: Interaction): Promise<void> {
  const { desk, words, voice, signal } = interaction
  if (!(await mayForgetThread(threadId, interaction))) {
    return await voice.say({ text: words.forget.notYourThread }, signal)
  }
  desk.answers.stopWhere((about) => about.threadId === threadId)
  await sayDone(await desk.host.memory.forgetThread(threadId), interaction)
}

/** Those who asked in it, and full members of its channel. Of a direct message, the person at its other end. */
async function mayForgetThread(threadId: string, { desk, person, signal }: Interaction): Promise<boolean> {
  const place = parseThreadId(threadId)
  if (place === undefined || place.team !== desk.identity.team) return false
  const turns = await desk.host.records.listTurns(threadId, TURNS_READ)
  if (turns.some(({ role, author }) => role === 'user' && isWrittenBy(author.id, person.user))) return true
  if (place.isPrivate || isDirectChannel(place.channel)) return false
  return await mayGovern({ channel: place.channel, user: person.user }, desk.directory, signal)
}

async function forgetChannel(channel: string, click: Click, interaction: Interaction): Promise<void> {
  const { desk, person, words, voice, signal } = interaction
  // Who clicks in a direct message is the one person in it.
  const isAllowed = isDirectChannel(channel)
    ? click.channel === channel
    : await mayGovern({ channel, user: person.user }, desk.directory, signal)
  if (!isAllowed) return await voice.say({ text: words.forget.notAllowed }, signal)
  // Else the past would be read in again behind the forgetting.
  await desk.backfill.cancel(channel)
  desk.answers.stopWhere((about) => parseThreadId(about.threadId)?.channel === channel)
  const forgotten = await desk.host.memory.forgetChannel({ surface: 'slack', workspace: desk.identity.team, channel })
  if (!isDirectChannel(channel)) await announce(channel, forgotten, interaction)
  await sayDone(forgotten, interaction)
}

/** What is forgotten is forgotten, so a failure to say so in the channel is only logged. */
async function announce(channel: string, { turns }: Forgotten, { desk, person, signal }: Interaction): Promise<void> {
  const text = slackWords(desk.language).forget.announcement(`<@${person.user}>`, turns)
  const post = { channel, text, unfurl_links: false, unfurl_media: false }
  try {
    await desk.api.call('chat.postMessage', { arguments: post, schema: z.object({}), signal })
  } catch (thrown) {
    desk.telemetry.warn('slack-announcement-failed', { channel, code: toKikuError(thrown).code })
  }
}

async function sayDone({ turns }: Forgotten, { desk, words, voice, signal }: Interaction): Promise<void> {
  desk.telemetry.info('slack-forgotten', { turns })
  await voice.say({ text: turns === 0 ? words.forget.nothing : words.forget.done(turns) }, signal)
}

function splitOnce(value: string): readonly [string, string?] {
  const at = value.indexOf(':')
  return at < 0 ? [value] : [value.slice(0, at), value.slice(at + 1)]
}
