import type { types } from '@slack/bolt'
import { z } from 'zod'
import type { SlackWords } from '../../words/slack-words.ts'
import { slackWords } from '../../words/words.ts'
import { CALLBACKS } from '../action-ids.ts'
import { context, cutText, escapeText, modal, plain, section } from '../block-parts.ts'
import { type FormPayload, type ShortcutPayload, textOf, ticksOf } from '../payloads.ts'
import { readMetadata } from '../read-metadata.ts'
import { readableText } from './readable-text.ts'

const BLOCKS = { question: 'question', privately: 'privately' } as const
const ON = 'on'
/** Longest question that the form takes; Slack's own limit of the field. */
const MOST_QUESTION = 3_000
/** Slack's limit of what a form carries (https://docs.slack.dev/reference/views). */
const MOST_METADATA = 3_000
const SHOWN_CHARACTERS = 600

const Metadata = z.object({
  channel: z.string(),
  ts: z.string(),
  threadTs: z.string(),
  author: z.string().optional(),
  text: z.string(),
  locale: z.enum(['en', 'ja']),
})
export type AskAboutMetadata = z.infer<typeof Metadata>

/** Asks what a person wants to know about a message. */
export function askAboutForm(
  { channel, message }: ShortcutPayload,
  locale: 'en' | 'ja',
  nameOf: (user: string) => string | undefined,
): types.ModalView {
  const words = slackWords(locale)
  const { ts, thread_ts: threadTs = ts, user: author, text = '' } = message
  const metadata = { channel: channel.id, ts, threadTs, text, locale, ...(author === undefined ? {} : { author }) }
  const { askTitle: title, ask: submit } = words.shortcuts
  const blocks = [...quoteBlocks(readableText(text, nameOf), words), questionBlock(words), privatelyBlock(words)]
  const callback = CALLBACKS.askAboutForm
  return modal({ callback, title, submit, close: words.close, metadata: fitMetadata(metadata), blocks })
}

export type AskAboutEntry =
  | { readonly kind: 'errors'; readonly errors: Readonly<Record<string, string>> }
  | { readonly kind: 'ok'; readonly about: AskAboutMetadata; readonly question: string; readonly isPrivate: boolean }

export function readAskAboutForm(form: FormPayload): AskAboutEntry {
  const about = readMetadata(form, Metadata)
  const question = textOf(form, BLOCKS.question).slice(0, MOST_QUESTION)
  if (!/[\p{L}\p{N}\p{S}\p{P}]/u.test(question)) {
    return { kind: 'errors', errors: { [BLOCKS.question]: slackWords(about.locale).shortcuts.errorEmpty } }
  }
  return { kind: 'ok', about, question, isPrivate: ticksOf(form, BLOCKS.privately).includes(ON) }
}

/** Cuts the message until it fits, since quotation marks and line breaks grow in JSON. */
function fitMetadata(metadata: AskAboutMetadata): string {
  for (let most = 2_500; ; most = Math.floor(most * 0.8)) {
    const written = JSON.stringify({ ...metadata, text: cutText(metadata.text, most) })
    if (written.length <= MOST_METADATA || most < 10) return written
  }
}

function quoteBlocks(text: string, { shortcuts }: SlackWords): types.KnownBlock[] {
  const lines = escapeText(cutText(text, SHOWN_CHARACTERS)).split('\n')
  if (lines.join('').trim() === '') return []
  return [context(shortcuts.about), section(lines.map((line) => `>${line}`).join('\n'))]
}

function questionBlock({ shortcuts }: SlackWords): types.InputBlock {
  return {
    type: 'input',
    block_id: BLOCKS.question,
    label: plain(shortcuts.askLabel),
    element: {
      type: 'plain_text_input',
      action_id: BLOCKS.question,
      multiline: true,
      max_length: MOST_QUESTION,
      focus_on_load: true,
      placeholder: plain(shortcuts.askPlaceholder),
    },
  }
}

function privatelyBlock({ shortcuts }: SlackWords): types.InputBlock {
  return {
    type: 'input',
    block_id: BLOCKS.privately,
    optional: true,
    label: plain(shortcuts.readers),
    hint: plain(shortcuts.privatelyHint),
    element: {
      type: 'checkboxes',
      action_id: BLOCKS.privately,
      options: [{ text: plain(shortcuts.privately), value: ON }],
    },
  }
}
