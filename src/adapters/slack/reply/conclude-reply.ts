import { setTimeout as sleep } from 'node:timers/promises'
import type { DraftEnd, ReplyDraft } from '../../common/chat/reply-draft.ts'
import { type ReplyEnd, ReplyStopped } from '../../common/chat/reply-end.ts'
import type { MessageContent } from './message-content.ts'
import { setbackOf } from './refusals.ts'
import { answerContents, failureContents, stoppedContents } from './reply-contents.ts'
import type { ReplyContext } from './reply-context.ts'
import type { ReplyMessages } from './reply-messages.ts'
import { showContents } from './show-contents.ts'

/** Slack may be away for a while; an answer that was written should not be lost to that. */
const PATIENCE_MS = 30 * 60_000
const LONGEST_WAIT_MS = 15_000

/** Brings the messages of a reply to their last state. @throws as `SlackApi.call`; the reason of a signal */
export async function concludeReply(
  end: DraftEnd,
  draft: ReplyDraft,
  messages: ReplyMessages,
  context: ReplyContext,
  signal: AbortSignal,
): Promise<ReplyEnd> {
  const show = (contents: readonly MessageContent[]) =>
    persist(context, signal, async () => {
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

async function persist(context: ReplyContext, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  const end = context.clock.elapsed() + PATIENCE_MS
  for (let waitMs = 1_000; ; waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS)) {
    try {
      return await work()
    } catch (error) {
      if (setbackOf(error) !== 'unreachable' || context.clock.elapsed() + waitMs > end) throw error
      await sleep(waitMs, undefined, { signal }).catch(() => {})
      signal.throwIfAborted()
    }
  }
}
