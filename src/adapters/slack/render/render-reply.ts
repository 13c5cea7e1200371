import type { types } from '@slack/bolt'
import type { Answer } from '../../../domain/answer.ts'
import type { KikuError } from '../../../domain/errors.ts'
import { splitMarkdown } from '../../common/chat/split-markdown.ts'
import { chatWords } from '../../common/chat/words.ts'
import { ACTIONS } from '../interact/action-ids.ts'
import { toSlackMarkdown } from './to-slack-markdown.ts'

// Stands in until the real one is written.
export type SlackBlock = types.KnownBlock
export interface ReplyView { readonly turnId: string; readonly locale: 'en' | 'ja'; readonly isPrivate?: boolean }
export const renderPieces = (markdown: string): readonly string[] => splitMarkdown(toSlackMarkdown(markdown), 10_500)
export const pieceBlocks = (piece: string): SlackBlock[] => [{ type: 'markdown', text: piece }]
const button = (action_id: string, text: string, value: string) => ({ type: 'button' as const, action_id, text: { type: 'plain_text' as const, text }, value })
export function closingBlocks(answer: Answer, { turnId, locale }: ReplyView): SlackBlock[] {
  const words = chatWords(locale)
  return [
    { type: 'context', elements: [{ type: 'plain_text', text: `${answer.decision.labels.join()} ${answer.citations.map((c) => `[${c.number}] ${c.title}`).join(' ')}`.slice(0, 2000) }] },
    { type: 'actions', elements: [button(ACTIONS.searchAnyway, words.searchAnyway, turnId), button(ACTIONS.why, words.why, turnId), button(ACTIONS.tryAgain, words.tryAgain, turnId)] },
    { type: 'context_actions', elements: [{ type: 'feedback_buttons', action_id: ACTIONS.feedback, positive_button: { text: { type: 'plain_text', text: words.helpful }, value: `up:${turnId}` }, negative_button: { text: { type: 'plain_text', text: words.notHelpful }, value: `down:${turnId}` } }] },
  ]
}
export const stopBlocks = (turnId: string, locale: 'en' | 'ja'): SlackBlock[] => [{ type: 'actions', elements: [button(ACTIONS.stop, chatWords(locale).stop, turnId)] }]
export const whyBlocks = (answer: Answer, locale: 'en' | 'ja'): SlackBlock[] => [{ type: 'section', text: { type: 'plain_text', text: `${chatWords(locale).whyTitle}: ${answer.decision.reasons.join()}` } }]
export const failureBlocks = (error: KikuError, { turnId, locale }: ReplyView): SlackBlock[] => [
  { type: 'section', text: { type: 'plain_text', text: `${error.message} ${error.remedy ?? ''}` } },
  { type: 'actions', elements: [button(ACTIONS.tryAgain, chatWords(locale).tryAgain, turnId)] },
]
export const privateBlocks = (answer: Answer, view: ReplyView): SlackBlock[] => [
  ...renderPieces(answer.text).slice(0, 1).flatMap(pieceBlocks),
  { type: 'actions', elements: [button(ACTIONS.share, chatWords(view.locale).share, view.turnId)] },
]
