import type { types } from '@slack/bolt'
import type { Answer } from '../../../domain/answer.ts'
import type { KikuError } from '../../../domain/errors.ts'
import { chatWords } from '../../common/chat/words.ts'
import {
  closingBlocks,
  failureBlocks,
  pieceBlocks,
  plainText,
  renderPieces,
  stopBlocks,
} from '../render/render-reply.ts'
import type { MessageContent } from './message-content.ts'
import type { ReplyTask } from './replier.ts'

type Blocks = readonly types.KnownBlock[]
type View = Pick<ReplyTask, 'turnId' | 'locale'>

/** Blocks of one message, and characters of all of them together as JSON (reported: refused near 13,200). */
const MOST_BLOCKS = 50
const MOST_CHARACTERS = 13_000

/** An answer as it stays: its words, and with the last of them sources, decision and buttons. */
export function answerContents(answer: Answer, view: View): readonly MessageContent[] {
  return withClosing(wordsOf(answer.text), closingBlocks(answer, view))
}

/** Words that are still being written, with a button to stop them. */
export function draftContents(text: string, view: View): readonly MessageContent[] {
  return text.trim() === '' ? [] : withClosing(wordsOf(text), stopBlocksOf(view))
}

/** What was written until something went wrong, and below it what that was and what to do. */
export function failureContents(text: string, error: KikuError, view: View): readonly MessageContent[] {
  return withClosing(wordsOf(text), failureBlocks(error, view))
}

/** What was written until somebody stopped it. */
export function stoppedContents(text: string, view: View): readonly MessageContent[] {
  return withClosing(wordsOf(text), stoppedBlocks(view))
}

/** One message of words that others follow. */
export function passingContent(markdown: string): MessageContent {
  return { text: plainText(markdown), blocks: renderPieces(markdown).flatMap((piece) => pieceBlocks(piece)), markdown }
}
