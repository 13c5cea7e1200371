import type { Answer } from '../../../domain/answer.ts'
import type { ErrorCode, KikuError } from '../../../domain/errors.ts'
import { cleanLine } from '../../common/chat/clean-text.ts'
import type { CallDecision } from '../../common/chat/tool-words.ts'
import { chatWords } from '../../common/chat/words.ts'
import { answerFooter, smallPrint } from './answer-footer.ts'
import { escapeText } from './markdown/escape-text.ts'
import type { MessageBody, PlainBody } from './message-body.ts'
import { callButtons, callText } from './pending-call.ts'
import { MOST_CONTENT, plainBody } from './plain-body.ts'
import { renderPieces } from './render-pieces.ts'
import { answerButtons, searchButtons, stopButton, tryAgainButton } from './reply-buttons.ts'

export { renderPieces } from './render-pieces.ts'
export { searchPage } from './search-page.ts'
export { sourcesMessage } from './sources-message.ts'
export { whyMessage } from './why-message.ts'

export interface ReplyView {
  /** Of the question; buttons carry it. */
  readonly turnId: string
  readonly locale: 'en' | 'ja'
  /** Whether the asker alone sees it. Discord says so itself. */
  readonly isPrivate?: boolean
  /** Shown above the reply, in the words of the asker. */
  readonly question?: string
  /** What became of the call that the answer waits for. */
  readonly decision?: CallDecision
}

/** Errors after which the same question would fail in the same way. */
const FINAL: ReadonlySet<ErrorCode> = new Set(['question-empty', 'question-too-long', 'prompt-too-long'])
const STATUS_CHARACTERS = 300
/** Escaped, they are twice as many at most, for which a piece leaves room. */
const QUESTION_CHARACTERS = 140

/**
 * An answer as it stays; the last message carries sources, how it came about, and what can be done about it. Where it waits
 * for its asker, that is what would be run, and the buttons to decide.
 */
export function answerMessages(answer: Answer, view: ReplyView): readonly MessageBody[] {
  const { turnId, locale, decision } = view
  const { pending } = answer
  const words = chatWords(locale)
  const footer = answerFooter(answer, words)
  const pieces = replyPieces(answer.text, view)
  if (pending === undefined) {
    return withFooter(pieces, footer, answerButtons(answer, searchButtons(answer, turnId, locale), turnId, locale))
  }
  const first = decision === undefined ? callButtons(pending, turnId, words) : []
  const call = `${callText(pending, words, decision)}\n${footer}`
  return withFooter(pieces, call, answerButtons(answer, first, turnId, locale))
}

/** What was written until somebody stopped it. */
export function stoppedMessages(text: string, view: ReplyView): readonly MessageBody[] {
  const { turnId, locale } = view
  return withFooter(replyPieces(text, view), smallPrint([chatWords(locale).stopped]), tryAgainButton(turnId, locale))
}

/** @param error in the reader's language, as a `failed` event carries it */
export function failureMessage(error: KikuError, view: ReplyView): PlainBody {
  const { turnId, locale } = view
  const words = chatWords(locale)
  const text = [error.message || words.failed, ...(error.remedy === undefined ? [] : [error.remedy])].join('\n\n')
  const content = replyPieces(text, view)[0] ?? words.failed
  return plainBody(content, FINAL.has(error.code) ? [] : tryAgainButton(turnId, locale))
}

/** What Kiku is doing while there are no words. */
export function statusMessage(text: string, view: ReplyView): PlainBody {
  const { turnId, locale } = view
  const status = smallPrint([escapeText(cleanLine(text, STATUS_CHARACTERS))])
  return plainBody([...questionLines(view), status].join('\n'), stopButton(turnId, locale))
}

/** The last piece of words that are still being written, with a button to stop them. */
export function streamingMessage(piece: string, { turnId, locale }: ReplyView): PlainBody {
  return plainBody(piece === '' ? '…' : piece, stopButton(turnId, locale))
}

/** Markdown of a reply as pieces for one message each, the first of them below the question where that is to be seen. */
export function replyPieces(markdown: string, view: ReplyView): readonly string[] {
  const [first, ...others] = renderPieces(markdown)
  const lines = [...questionLines(view), ...(first === undefined ? [] : [first])]
  return lines.length === 0 ? [] : [lines.join('\n'), ...others]
}

function questionLines({ question }: ReplyView): readonly string[] {
  const line = cleanLine(question ?? '', QUESTION_CHARACTERS)
  return line === '' ? [] : [`> ${escapeText(line)}`]
}

/** Kiku's own words, line by line. What of them was taken from others mentions and links nothing. */
export function noticeMessage(text: string): PlainBody {
  return plainBody(renderPieces(text.replace(/ *\n/g, '  \n'))[0] ?? '…')
}

/** Kiku's own words in small print. */
export function noteMessage(text: string): PlainBody {
  return plainBody(smallPrint(escapeText(text).split('\n')))
}

/** The footer below the last piece, or in a message of its own where it has no room. */
function withFooter(
  pieces: readonly string[],
  footer: string,
  buttons: PlainBody['components'],
): readonly MessageBody[] {
  const last = pieces.at(-1)
  const closed = last === undefined ? footer : `${last}\n${footer}`
  const isRoomy = closed.length <= MOST_CONTENT
  const earlier = isRoomy ? pieces.slice(0, -1) : pieces
  return [...earlier.map((piece) => plainBody(piece)), plainBody(isRoomy ? closed : footer, buttons)]
}
