import type { types } from '@slack/bolt'
import { neutralizeMentions } from '../render/neutralize-mentions.ts'

// Pieces of Block Kit (https://docs.slack.dev/reference/block-kit) with their limits kept. Text of others goes through
// `escapeText`; what Slack would make of bare addresses and names is switched off (`verbatim`).

const MOST_SECTION = 3_000
const MOST_HEADER = 150
const MOST_BUTTON = 75
/** A longer address is shown by its label alone: with it, the text could grow beyond what a block takes. */
const MOST_ADDRESS = 1_000

const LONGEST_GRAPHEME = 64
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** At most so many UTF-16 units, on one line, with an ellipsis where something was cut; no character is torn apart. */
export function cutLine(text: string, most: number): string {
  return cutText(text.replace(/\s+/gu, ' ').trim(), most)
}

/** As `cutLine`, with the lines kept. */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text
  // A text of megabytes shall not be segmented whole, and the character at the limit must be seen to its end.
  let kept = ''
  for (const { segment } of graphemes.segment(text.slice(0, most + LONGEST_GRAPHEME))) {
    if (kept.length + segment.length > most - 1) break
    kept += segment
  }
  return `${kept.trimEnd()}…`
}

/** Text that mrkdwn shows as it is: no mention, no link, no channel (docs.slack.dev/messaging/formatting-message-text). */
export function escapeText(text: string): string {
  return neutralizeMentions(text).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
}

/** A link where the location is a web address, otherwise the label alone. @param label is escaped here */
export function linkTo(location: string, label: string): string {
  const shown = escapeText(cutLine(label, 120)).replace(/\|/g, '¦')
  if (!/^https?:\/\//i.test(location) || !URL.canParse(location)) return shown
  const { href, username } = new URL(location)
  // What looks like a name before the host is there to deceive.
  if (username !== '') return shown
  const address = href.replace(/@/g, '%40').replace(/\|/g, '%7C').replace(/</g, '%3C').replace(/>/g, '%3E')
  const target = address.replace(/&/g, '&amp;')
  return target.length > MOST_ADDRESS ? shown : `<${target}|${shown === '' ? '↗' : shown}>`
}

export function plain(text: string): types.PlainTextElement {
  return { type: 'plain_text', text, emoji: true }
}

export function mrkdwn(text: string): types.MrkdwnElement {
  return { type: 'mrkdwn', text: cutText(text, MOST_SECTION), verbatim: true }
}

export function section(text: string, accessory?: types.SectionBlockAccessory): types.SectionBlock {
  return { type: 'section', text: mrkdwn(text), ...(accessory === undefined ? {} : { accessory }) }
}

export function context(text: string): types.ContextBlock {
  return { type: 'context', elements: [mrkdwn(text)] }
}

export function header(text: string): types.HeaderBlock {
  return { type: 'header', text: plain(cutLine(text, MOST_HEADER)) }
}

export interface ButtonParts {
  readonly action: string
  readonly label: string
  readonly value: string
  readonly style?: 'primary' | 'danger'
  readonly confirm?: types.ConfirmationDialog
}

export function button({ action, label, value, style, confirm }: ButtonParts): types.Button {
  return {
    type: 'button',
    action_id: action,
    text: plain(cutLine(label, MOST_BUTTON)),
    value,
    ...(style === undefined ? {} : { style }),
    ...(confirm === undefined ? {} : { confirm }),
  }
}

export function modal(parts: {
  readonly callback: string
  readonly title: string
  readonly submit?: string
  readonly close: string
  readonly metadata?: string
  readonly blocks: readonly types.KnownBlock[]
}): types.ModalView {
  return {
    type: 'modal',
    callback_id: parts.callback,
    title: plain(cutLine(parts.title, 24)),
    close: plain(cutLine(parts.close, 24)),
    ...(parts.submit === undefined ? {} : { submit: plain(cutLine(parts.submit, 24)) }),
    private_metadata: parts.metadata ?? '',
    blocks: [...parts.blocks],
  }
}
