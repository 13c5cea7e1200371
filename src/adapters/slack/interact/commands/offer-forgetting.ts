import type { types } from '@slack/bolt'
import type { Turn } from '../../../../domain/thread.ts'
import { describeAge } from '../../../common/chat/describe-age.ts'
import { authorIdOf, parseThreadId } from '../../slack-ids.ts'
import type { SlackWords } from '../../words/slack-words.ts'
import { ACTIONS } from '../action-ids.ts'
import { button, cutLine, escapeText, section } from '../block-parts.ts'
import type { Interaction } from '../interaction.ts'
import { isDirectChannel, mayGovern } from '../people.ts'

const MOST_THREADS = 8
/** Questions looked through for threads of this channel. */
const QUESTIONS_READ = 50

/** Says exactly what would go, with a button that makes it so. */
export async function offerForgetting(
  what: 'me' | 'thread' | 'channel' | undefined,
  channel: string,
  interaction: Interaction,
): Promise<void> {
  const { words, voice, signal } = interaction
  switch (what) {
    case undefined:
      return await voice.say({ text: words.forget.usage }, signal)
    case 'me':
      return await say({ text: words.forget.me, value: 'me', label: words.forget.forgetMe }, interaction)
    case 'thread':
      return await offerThreads(channel, interaction)
    case 'channel':
      return await offerChannel(channel, interaction)
  }
}

/** Offers to forget one thread, from the menu of a message in it. */
export async function offerForgettingThread(threadId: string, interaction: Interaction): Promise<void> {
  const { words } = interaction
  await say({ text: words.forget.thread, value: `thread:${threadId}`, label: words.forget.forgetThread }, interaction)
}

async function offerChannel(channel: string, interaction: Interaction): Promise<void> {
  const { desk, person, words, voice, signal } = interaction
  const isDirect = isDirectChannel(channel)
  if (!isDirect && !(await mayGovern({ channel, user: person.user }, desk.directory, signal))) {
    return await voice.say({ text: words.forget.notAllowed }, signal)
  }
  const text = isDirect ? words.forget.direct : words.forget.channel(`<#${channel}>`)
  await say({ text, value: `channel:${channel}`, label: words.forget.forgetChannel }, interaction)
}

/** Slash commands do not run inside threads, so the person picks one. */
async function offerThreads(channel: string, interaction: Interaction): Promise<void> {
  const { desk, person, locale, words, voice, signal } = interaction
  const recent = await desk.host.records.listRecent(authorIdOf(person), QUESTIONS_READ)
  const here = recent
    .map(({ question }) => question)
    .filter(({ threadId }) => parseThreadId(threadId)?.channel === channel)
  const threads = [...new Map(here.toReversed().map((question) => [question.threadId, question])).values()]
  if (threads.length === 0) return await voice.say({ text: words.forget.noThreads }, signal)
  const rows = threads
    .sort((one, other) => other.createdAt - one.createdAt)
    .slice(0, MOST_THREADS)
    .map((question) => threadRow(question, describeAge(desk.clock.now() - question.createdAt, locale), words))
  await voice.say({ text: words.forget.pickThread, blocks: [section(words.forget.pickThread), ...rows] }, signal)
}

function threadRow(question: Turn, age: string, words: SlackWords): types.KnownBlock {
  const text = `${escapeText(cutLine(question.text, 120))}\n_${age}_`
  return section(text, forgetButton({ value: `thread:${question.threadId}`, label: words.forget.button }, words))
}

async function say(
  { text, value, label }: { readonly text: string; readonly value: string; readonly label: string },
  { words, voice, signal }: Interaction,
): Promise<void> {
  const actions: types.ActionsBlock = { type: 'actions', elements: [forgetButton({ value, label }, words)] }
  await voice.say({ text, blocks: [section(text), actions] }, signal)
}

/** A button that asks once more before anything goes. */
export function forgetButton(
  { value, label }: { readonly value: string; readonly label: string },
  { forget }: SlackWords,
): types.Button {
  const confirm: types.ConfirmationDialog = {
    title: { type: 'plain_text', text: forget.confirmTitle },
    text: { type: 'plain_text', text: forget.confirmText },
    confirm: { type: 'plain_text', text: forget.confirm },
    deny: { type: 'plain_text', text: forget.deny },
    style: 'danger',
  }
  return button({ action: ACTIONS.forget, label, value, style: 'danger', confirm })
}
