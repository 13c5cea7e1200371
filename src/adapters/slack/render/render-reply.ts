import type { types } from '@slack/bolt'
import type { Answer } from '../../../domain/answer.ts'
import type { ErrorCode, KikuError } from '../../../domain/errors.ts'
import { isAnsweredDirectly } from '../../common/chat/describe-answer.ts'
import { splitMarkdown } from '../../common/chat/split-markdown.ts'
import { chatWords } from '../../common/chat/words.ts'
import { ACTIONS } from '../interact/action-ids.ts'
import { actions, button, feedbackButtons } from './buttons.ts'
import { decisionBlock } from './describe-answer.ts'
import { sourceBlocks } from './source-blocks.ts'
import { toSlackMarkdown } from './to-slack-markdown.ts'

export { whyBlocks } from './describe-answer.ts'

export type SlackBlock = types.KnownBlock

export interface ReplyView {
  /** Of the question; buttons carry it. */
  readonly turnId: string
  readonly locale: 'en' | 'ja'
  /** Whether the asker alone sees it. */
  readonly isPrivate?: boolean
}

/** All markdown blocks of a message together may have 12,000 characters; the rest is for what stands around them. */
const PIECE_CHARACTERS = 10_500
/** Errors after which the same question would fail in the same way. */
const FINAL: ReadonlySet<ErrorCode> = new Set(['question-empty', 'question-too-long', 'prompt-too-long'])

/** Markdown as pieces for one message each. */
export function renderPieces(markdown: string): readonly string[] {
  return splitMarkdown(toSlackMarkdown(markdown), PIECE_CHARACTERS)
}

export function pieceBlocks(piece: string): SlackBlock[] {
  return piece === '' ? [] : [{ type: 'markdown', text: piece }]
}

/** What stands below an answer: sources, how it came about, what can be done about it, what the reader thinks of it. */
export function closingBlocks(answer: Answer, { turnId, locale }: ReplyView): SlackBlock[] {
  const words = chatWords(locale)
  const label = answer.kind === 'abstained' ? words.searchAnyway : words.search
  return [
    ...sourceBlocks(answer.citations, words),
    decisionBlock(answer, words),
    actions(
      ...(isAnsweredDirectly(answer.decision) ? [button(ACTIONS.searchAnyway, label, turnId)] : []),
      button(ACTIONS.why, words.why, turnId),
      button(ACTIONS.tryAgain, words.tryAgain, turnId),
    ),
    feedbackButtons(turnId, words),
  ]
}

/** An answer that only the asker sees, in one message; one that is too long for it is cut. */
export function privateBlocks(answer: Answer, { turnId, locale }: ReplyView): SlackBlock[] {
  const words = chatWords(locale)
  const [piece = '', ...others] = renderPieces(answer.text)
  return [
    ...pieceBlocks(piece),
    ...(others.length === 0 ? [] : [note(words.cutShort)]),
    ...sourceBlocks(answer.citations, words),
    decisionBlock(answer, words),
    actions(button(ACTIONS.share, words.share, turnId), button(ACTIONS.why, words.why, turnId)),
    note(words.onlyYou),
  ]
}

/** @param error in the reader's language, as a `failed` event carries it */
export function failureBlocks(error: KikuError, { turnId, locale }: ReplyView): SlackBlock[] {
  const words = chatWords(locale)
  const text = [error.message || words.failed, ...(error.remedy === undefined ? [] : [error.remedy])].join('\n\n')
  return [
    ...renderPieces(text).slice(0, 1).flatMap(pieceBlocks),
    ...(FINAL.has(error.code) ? [] : [actions(button(ACTIONS.tryAgain, words.tryAgain, turnId))]),
  ]
}

/** The button that ends an answer in the making. */
export function stopBlocks(turnId: string, locale: 'en' | 'ja'): SlackBlock[] {
  return [actions(button(ACTIONS.stop, chatWords(locale).stop, turnId))]
}

function note(text: string): SlackBlock {
  return { type: 'context', elements: [{ type: 'plain_text', text, emoji: false }] }
}
