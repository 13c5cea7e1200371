import { z } from 'zod'
import { cutText, escapeText } from '../block-parts.ts'
import { askPrivately } from '../commands/ask-privately.ts'
import type { Interaction } from '../interaction.ts'
import { isDirectChannel } from '../people.ts'
import type { AskAboutMetadata } from './ask-about-form.ts'
import { createNames } from './name-people.ts'

const POSTED = z.object({ ts: z.string() })
const ANNOUNCED_CHARACTERS = 2_000

export interface QuestionAbout {
  readonly about: AskAboutMetadata
  readonly question: string
  readonly isPrivate: boolean
  /** Distinguishes this form from others. */
  readonly name: string
}

/** Answers a question about a message: in its thread, where the question is shown first, or to the asker alone. */
export async function askAboutMessage(request: QuestionAbout, interaction: Interaction): Promise<void> {
  const { desk, person, locale } = interaction
  const { about, question, isPrivate, name } = request
  const { channel, threadTs } = about
  const quoted = await quoteMessage(about, interaction)
  if (isPrivate) return await askPrivately({ channel, name, text: question, quoted, threadTs }, interaction)
  const ts = await postQuestion({ channel, threadTs, question }, interaction)
  await desk.answers.ask({
    id: ts,
    ts,
    place: { team: desk.identity.team, channel, threadTs },
    asker: person,
    text: question,
    quoted,
    search: 'auto',
    locale,
    isDirect: isDirectChannel(channel),
  })
}

async function quoteMessage({ author, text }: AskAboutMetadata, { desk, words, signal }: Interaction): Promise<string> {
  const names = createNames(desk.directory, signal)
  const name = author === undefined ? undefined : await names.find(author)
  return `${name ?? words.shortcuts.someone}: ${await names.read(text)}`
}

/** A form is seen by nobody else, so the others in the thread are told what the answer will be about. */
async function postQuestion(
  { channel, threadTs, question }: { readonly channel: string; readonly threadTs: string; readonly question: string },
  { desk, person, words, signal }: Interaction,
): Promise<string> {
  const text = words.shortcuts.asks(`<@${person.user}>`, escapeText(cutText(question, ANNOUNCED_CHARACTERS)))
  const post = { channel, thread_ts: threadTs, text, unfurl_links: false, unfurl_media: false }
  return (await desk.api.call('chat.postMessage', { arguments: post, schema: POSTED, signal })).ts
}
