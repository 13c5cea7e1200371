import type { types } from '@slack/bolt'
import { z } from 'zod'
import type { FeedbackReason } from '../../../common/chat/desk-words.ts'
import type { SlackWords } from '../../words/slack-words.ts'
import { slackWords } from '../../words/words.ts'
import { CALLBACKS } from '../action-ids.ts'
import { modal, plain } from '../block-parts.ts'
import { type FormPayload, textOf, ticksOf } from '../payloads.ts'
import { readMetadata } from '../read-metadata.ts'

const BLOCKS = { reasons: 'reasons', text: 'text' } as const
const REASONS = ['wrong', 'outdated', 'missing', 'source', 'other'] as const satisfies readonly FeedbackReason[]
const MOST_CHARACTERS = 1_000

const Metadata = z.object({
  turnId: z.string(),
  channel: z.string(),
  threadTs: z.string().optional(),
  locale: z.enum(['en', 'ja']),
})
export type FeedbackFormMetadata = z.infer<typeof Metadata>

/** Asks what was wrong with an answer. */
export function feedbackForm(metadata: FeedbackFormMetadata): types.ModalView {
  const words = slackWords(metadata.locale)
  const { title, submit } = words.feedback
  const blocks = [reasonsBlock(words), textBlock(words)]
  const callback = CALLBACKS.feedbackReason
  return modal({ callback, title, submit, close: words.close, metadata: JSON.stringify(metadata), blocks })
}

export type FeedbackEntry =
  | { readonly kind: 'errors'; readonly errors: Readonly<Record<string, string>> }
  | { readonly kind: 'ok'; readonly about: FeedbackFormMetadata; readonly reason: string }

/** What was entered, as one text: the reasons' names, then the person's own words. */
export function readFeedbackForm(form: FormPayload): FeedbackEntry {
  const about = readMetadata(form, Metadata)
  const { feedback: words } = slackWords(about.locale)
  const ticked = ticksOf(form, BLOCKS.reasons)
  const reasons = REASONS.filter((reason) => ticked.includes(reason))
  const text = textOf(form, BLOCKS.text)
  if (text.length > MOST_CHARACTERS) return { kind: 'errors', errors: { [BLOCKS.text]: words.errorLong } }
  if (text === '' && reasons.includes('other')) return { kind: 'errors', errors: { [BLOCKS.text]: words.errorOther } }
  if (text === '' && reasons.length === 0) return { kind: 'errors', errors: { [BLOCKS.reasons]: words.errorNothing } }
  return { kind: 'ok', about, reason: [reasons.join(', '), text].filter((part) => part !== '').join(': ') }
}

function reasonsBlock({ feedback }: SlackWords): types.InputBlock {
  const options = REASONS.map((value) => ({ text: plain(feedback.reasons[value]), value }))
  return {
    type: 'input',
    block_id: BLOCKS.reasons,
    optional: true,
    label: plain(feedback.label),
    element: { type: 'checkboxes', action_id: BLOCKS.reasons, options },
  }
}

function textBlock({ feedback }: SlackWords): types.InputBlock {
  return {
    type: 'input',
    block_id: BLOCKS.text,
    optional: true,
    label: plain(feedback.text),
    element: {
      type: 'plain_text_input',
      action_id: BLOCKS.text,
      multiline: true,
      max_length: MOST_CHARACTERS,
      placeholder: plain(feedback.placeholder),
    },
  }
}
