import { persist } from '../../common/chat/persist.ts'
import type { DraftEnd, ReplyDraft } from '../../common/chat/reply-draft.ts'
import { type ReplyEnd, ReplyStopped } from '../../common/chat/reply-end.ts'
import type { MessageBody } from '../render/message-body.ts'
import type { ReplyView } from '../render/render-reply.ts'
import { setbackOf } from './refusals.ts'
import { answerBodies, failureBodies, stoppedBodies } from './reply-bodies.ts'
import { type ReplyContext, viewOf } from './reply-context.ts'
import type { ReplyMessages } from './reply-messages.ts'
import { showBodies } from './show-bodies.ts'

/** Brings the messages of a reply to their last state. @throws as `DiscordApi.call`; `VoiceLost`; the reason of a signal */
export async function concludeReply(
  end: DraftEnd,
  draft: ReplyDraft,
  messages: ReplyMessages,
  context: ReplyContext,
  signal: AbortSignal,
  view: ReplyView = viewOf(context.task),
): Promise<ReplyEnd> {
  const show = (bodies: readonly MessageBody[]) =>
    persist(untilReached(context), signal, () => showBodies(messages, bodies, signal))
  switch (end.kind) {
    case 'done':
      await show(answerBodies(end.answer, view))
      return { kind: 'answered', answer: end.answer }
    case 'failed':
      await show(failureBodies(draft.text, end.error, view))
      return { kind: 'failed', code: end.error.code }
    case 'aborted': {
      if (!(end.reason instanceof ReplyStopped)) throw end.reason
      // What people took away or wrote anew gets no answer any more.
      await show(end.reason.why === 'stopped' ? stoppedBodies(draft.text, view) : [])
      return { kind: 'stopped' }
    }
    case 'nothing': {
      // What an earlier try has left is the answer.
      const status = messages.list.filter(({ isFound }) => !isFound)
      await persist(untilReached(context), signal, async () => {
        for (const message of status) await messages.remove(message, signal)
      })
      return { kind: 'nothing' }
    }
  }
}

function untilReached({ clock }: ReplyContext) {
  return { clock, firstWaitMs: 500, isWorthWaiting: (error: unknown) => setbackOf(error) === 'unreachable' }
}
