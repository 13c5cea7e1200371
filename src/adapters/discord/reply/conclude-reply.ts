import { setTimeout as sleep } from 'node:timers/promises'
import type { DraftEnd, ReplyDraft } from '../../common/chat/reply-draft.ts'
import { type ReplyEnd, ReplyStopped } from '../../common/chat/reply-end.ts'
import type { MessageBody } from '../render/message-body.ts'
import type { ReplyView } from '../render/render-reply.ts'
import { setbackOf } from './refusals.ts'
import { answerBodies, failureBodies, stoppedBodies } from './reply-bodies.ts'
import { type ReplyContext, viewOf } from './reply-context.ts'
import type { ReplyMessages } from './reply-messages.ts'
import { showBodies } from './show-bodies.ts'

/** Discord may be away for a while; an answer that was written should not be lost to that. */
const PATIENCE_MS = 30 * 60_000
const LONGEST_WAIT_MS = 15_000

/** Brings the messages of a reply to their last state. @throws as `DiscordApi.call`; `VoiceLost`; the reason of a signal */
export async function concludeReply(
  end: DraftEnd,
  draft: ReplyDraft,
  messages: ReplyMessages,
  context: ReplyContext,
  signal: AbortSignal,
  view: ReplyView = viewOf(context.task),
): Promise<ReplyEnd> {
  const show = (bodies: readonly MessageBody[]) => persist(context, signal, () => showBodies(messages, bodies, signal))
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
      await persist(context, signal, async () => {
        for (const message of status) await messages.remove(message, signal)
      })
      return { kind: 'nothing' }
    }
  }
}

async function persist(context: ReplyContext, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  const end = context.clock.elapsed() + PATIENCE_MS
  for (let waitMs = 500; ; waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS)) {
    try {
      return await work()
    } catch (error) {
      if (setbackOf(error) !== 'unreachable' || context.clock.elapsed() + waitMs > end) throw error
      await sleep(waitMs, undefined, { signal }).catch(() => {})
      signal.throwIfAborted()
    }
  }
}
