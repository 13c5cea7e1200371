import type { Answer } from '../../../domain/answer.ts'
import type { KikuError } from '../../../domain/errors.ts'
import type { ReplyDraft } from '../../common/chat/reply-draft.ts'
import { chatWords } from '../../common/chat/words.ts'
import type { MessageBody, PlainBody } from '../render/message-body.ts'
import {
  answerMessages,
  failureMessage,
  type ReplyView,
  replyPieces,
  statusMessage,
  stoppedMessages,
  streamingMessage,
} from '../render/render-reply.ts'
import { holdBackLink } from './hold-back-link.ts'

/** An answer as it stays. */
export function answerBodies(answer: Answer, view: ReplyView): readonly MessageBody[] {
  return answerMessages(answer, view)
}

/** Words that are still being written, with a button to stop them in the last message. */
export function draftBodies(text: string, view: ReplyView): readonly MessageBody[] {
  const pieces = replyPieces(holdBackLink(text), view)
  return pieces.map((piece, index) => (index === pieces.length - 1 ? streamingMessage(piece, view) : plain(piece)))
}

/** What was written until something went wrong, and behind it what that was and what to do. */
export function failureBodies(text: string, error: KikuError, view: ReplyView): readonly MessageBody[] {
  if (text.trim() === '') return [failureMessage(error, view)]
  const { question: _shown, ...rest } = view
  return [...replyPieces(holdBackLink(text), view).map(plain), failureMessage(error, rest)]
}

/** What was written until somebody stopped it. */
export function stoppedBodies(text: string, view: ReplyView): readonly MessageBody[] {
  return stoppedMessages(holdBackLink(text), view)
}

/** Words that go on elsewhere, and a note that says so. */
export function farewellBodies(text: string, note: string, view: ReplyView): readonly MessageBody[] {
  return [...replyPieces(holdBackLink(text), view), note].map(plain)
}

/** What Kiku is doing while there are no words. @param name of Kiku, which the words go on from */
export function statusBody(
  { status, stage, tools }: Pick<ReplyDraft, 'status' | 'stage' | 'tools'>,
  name: string,
  view: ReplyView,
): MessageBody {
  const words = chatWords(view.locale)
  const join = (rest: string) => (view.locale === 'ja' ? `${name}${rest}` : `${name} ${rest}`)
  if (status.kind === 'waiting') return statusMessage(join(words.waiting(status.position)), view)
  const tool = stage === 'gather' ? tools.at(-1) : undefined
  if (tool !== undefined) return statusMessage(words.tools.calling(tool), view)
  return statusMessage(stage === undefined ? join(words.thinking) : words.stages[stage], view)
}

function plain(content: string): PlainBody {
  return { kind: 'plain', content, components: [] }
}
