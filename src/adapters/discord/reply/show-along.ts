import type { DraftEnd, ReplyDraft } from '../../common/chat/reply-draft.ts'
import { createLiveView } from './live-view.ts'
import type { ReplyContext } from './reply-context.ts'
import type { ReplyMessages } from './reply-messages.ts'

/** Shows an answer as it is written, until its last event. Only here are messages written meanwhile, one at a time. */
export async function showAlong(
  draft: ReplyDraft,
  messages: ReplyMessages,
  context: ReplyContext,
  signal: AbortSignal,
): Promise<DraftEnd> {
  const { typing, task } = context
  const view = createLiveView(context, messages)
  while (draft.end === undefined) {
    const { text, status } = draft
    // A response to a command says by itself that Kiku is thinking, and a message that waits that it waits.
    const isSeen = status.kind === 'waiting' && messages.list.length > 0
    if (task.target.kind === 'channel' && !view.hasWords && !isSeen) void typing.show(task.target.channelId, signal)
    const waitMs = await view.show(draft, signal)
    // What came meanwhile has woken nobody.
    const isSame = draft.text.length === text.length && draft.status === status
    if (waitMs > 0 && isSame) await draft.change(waitMs)
  }
  return draft.end
}
