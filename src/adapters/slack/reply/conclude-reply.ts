import { persist } from '../../common/chat/persist.ts'
import type { DraftEnd, ReplyDraft } from '../../common/chat/reply-draft.ts'
import { type ReplyEnd, ReplyStopped } from '../../common/chat/reply-end.ts'
import type { MessageContent } from './message-content.ts'
import { setbackOf } from './refusals.ts'
import { answerContents, failureContents, stoppedContents } from './reply-contents.ts'
import type { ReplyContext } from './reply-context.ts'
import type { ReplyMessages } from './reply-messages.ts'
import { showContents } from './show-contents.ts'

/** Brings the messages of a reply to their last state. @throws as `SlackApi.call`; the reason of a signal */
export async function concludeReply(
  end: DraftEnd,
  draft: ReplyDraft,
  messages: ReplyMessages,
  context: ReplyContext,
  signal: AbortSignal,
): Promise<ReplyEnd> {
  const show = (contents: readonly MessageContent[]) =>
    persist(untilReached(context), signal, async () => {
      await messages.takeUpLost(signal)
      await showContents(messages, contents, signal)
    })
  const { task } = context
  switch (end.kind) {
    case 'done':
      await show(answerContents(end.answer, task))
      return { kind: 'answered', answer: end.answer }
    case 'failed':
      await show(failureContents(draft.text, end.error, task))
      return { kind: 'failed', code: end.error.code }
    case 'aborted': {
      if (!(end.reason instanceof ReplyStopped)) throw end.reason
      // What people took away or wrote anew gets no answer any more.
      await show(end.reason.why === 'stopped' ? stoppedContents(draft.text, task) : [])
      return { kind: 'stopped' }
    }
    case 'nothing':
      return { kind: 'nothing' }
  }
}

function untilReached({ clock }: ReplyContext) {
  return { clock, firstWaitMs: 1_000, isWorthWaiting: (error: unknown) => setbackOf(error) === 'unreachable' }
}
