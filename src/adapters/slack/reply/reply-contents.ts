import type { types } from '@slack/bolt'
import type { Answer } from '../../../domain/answer.ts'
import type { KikuError } from '../../../domain/errors.ts'
import { chatWords } from '../../common/chat/words.ts'
import { ACTIONS } from '../interact/action-ids.ts'
import { actions, button } from '../render/buttons.ts'
import { plainText } from '../render/plain-text.ts'
import { closingBlocks, failureBlocks, pieceBlocks, renderPieces, stopBlocks } from '../render/render-reply.ts'
import type { MessageContent } from './message-content.ts'

type Blocks = readonly types.KnownBlock[]

/** For whom a reply is written. */
interface View {
  readonly turnId: string
  readonly locale: 'en' | 'ja'
}

/** Blocks of one message, and characters of all of them as JSON (reported: refused somewhat above 13,000). */
const MOST_BLOCKS = 50
const MOST_CHARACTERS = 12_900
/** Characters of the text for notifications; `chat.update` takes 4,000. */
const MOST_TEXT = 3_000

/** An answer as it stays: its words, and with the last of them sources, decision and buttons. */
export function answerContents(answer: Answer, view: View): readonly MessageContent[] {
  return withClosing(answer.text, closingBlocks(answer, view), view)
}

/** Words that are still being written, with a button to stop them. */
export function draftContents(text: string, view: View): readonly MessageContent[] {
  return text.trim() === '' ? [] : withClosing(text, stopBlocks(view.turnId, view.locale), view)
}

/** What was written until something went wrong, and below it what that was and what to do. */
export function failureContents(text: string, error: KikuError, view: View): readonly MessageContent[] {
  return withClosing(text, failureBlocks(error, view), view, `${error.message} ${error.remedy ?? ''}`.trim())
}

/** What was written until somebody stopped it. */
export function stoppedContents(text: string, view: View): readonly MessageContent[] {
  const words = chatWords(view.locale)
  const stopped: Blocks = [
    { type: 'context', elements: [{ type: 'plain_text', text: words.stopped, emoji: false }] },
    actions(button(ACTIONS.tryAgain, words.tryAgain, view.turnId)),
  ]
  return withClosing(text, stopped, view, words.stopped)
}

/** Words that others follow, in one message. */
export function passingContent(markdown: string): MessageContent {
  return { text: plainText(markdown, MOST_TEXT), blocks: renderPieces(markdown).flatMap(pieceBlocks), markdown }
}

/**
 * One message for each piece of the words. The closing blocks stand below the last piece, in a message of their own where
 * there is no room for them.
 * @param otherwise the text of the notification where there are no words
 */
function withClosing(markdown: string, closing: Blocks, view: View, otherwise?: string): readonly MessageContent[] {
  const contents = renderPieces(markdown).map(
    (piece): MessageContent => ({ text: plainText(piece, MOST_TEXT), blocks: pieceBlocks(piece), markdown: piece }),
  )
  if (closing.length === 0) return contents
  const last = contents.at(-1)
  if (last !== undefined && hasRoomFor([...last.blocks, ...closing])) {
    return [...contents.slice(0, -1), { ...last, blocks: [...last.blocks, ...closing] }]
  }
  return [...contents, { text: otherwise ?? chatWords(view.locale).answerReady, blocks: closing }]
}

function hasRoomFor(blocks: Blocks): boolean {
  return blocks.length <= MOST_BLOCKS && JSON.stringify(blocks).length <= MOST_CHARACTERS
}
