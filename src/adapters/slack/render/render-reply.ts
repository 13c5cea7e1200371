import type { types } from '@slack/bolt'
import type { Answer } from '../../../domain/answer.ts'
import type { ErrorCode, KikuError } from '../../../domain/errors.ts'
import { isAnsweredDirectly } from '../../common/chat/describe-answer.ts'
import { splitMarkdown } from '../../common/chat/split-markdown.ts'
import type { CallDecision } from '../../common/chat/tool-words.ts'
import { chatWords } from '../../common/chat/words.ts'
import { ACTIONS } from '../interact/action-ids.ts'
import { actions, button, feedbackButtons } from './buttons.ts'
import { decisionBlock } from './describe-answer.ts'
import { callBlocks, callButtons } from './pending-call.ts'
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
  /** What became of the call that the answer waits for. */
  readonly decision?: CallDecision
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
export function closingBlocks(answer: Answer, view: ReplyView): SlackBlock[] {
  const { turnId, locale } = view
  const words = chatWords(locale)
  return [
    ...sourceBlocks(answer.citations, words),
    ...waitingBlocks(answer, view),
    decisionBlock(answer, words),
    actions(
      ...firstButtons(answer, view),
      button(ACTIONS.why, words.why, turnId),
      button(ACTIONS.tryAgain, words.tryAgain, turnId),
    ),
    feedbackButtons(turnId, words),
  ]
}

/** An answer that only the asker sees, in one message; one that is too long for it is cut. */
export function privateBlocks(answer: Answer, view: ReplyView): SlackBlock[] {
  const { turnId, locale } = view
  const words = chatWords(locale)
  const [piece = '', ...others] = renderPieces(answer.text)
  // What waits for its asker is nobody else's yet.
  const main = answer.pending === undefined ? [button(ACTIONS.share, words.share, turnId)] : firstButtons(answer, view)
  return [
    ...pieceBlocks(piece),
    ...(others.length === 0 ? [] : [note(words.cutShort)]),
    ...sourceBlocks(answer.citations, words),
    ...waitingBlocks(answer, view),
    decisionBlock(answer, words),
    actions(...main, button(ACTIONS.why, words.why, turnId)),
    note(words.onlyYou),
  ]
}

/** The message of an answer that has waited for its asker, who has decided now. */
export function decidedBlocks(answer: Answer, view: ReplyView & { readonly decision: CallDecision }): SlackBlock[] {
  if (view.isPrivate === true) return privateBlocks(answer, view)
  const [piece = ''] = renderPieces(answer.text)
  return [...pieceBlocks(piece), ...closingBlocks(answer, view)]
}

function waitingBlocks({ pending }: Answer, { locale, decision }: ReplyView): SlackBlock[] {
  return pending === undefined ? [] : callBlocks(pending, chatWords(locale), decision)
}

/** The one thing that the answer itself calls for. */
function firstButtons({ pending, decision, kind }: Answer, view: ReplyView): types.Button[] {
  const words = chatWords(view.locale)
  if (pending !== undefined) return view.decision === undefined ? callButtons(pending, view.turnId, words) : []
  const label = kind === 'abstained' ? words.searchAnyway : words.search
  return isAnsweredDirectly(decision) ? [button(ACTIONS.searchAnyway, label, view.turnId)] : []
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
