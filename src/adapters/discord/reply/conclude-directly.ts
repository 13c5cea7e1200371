import { toKikuError } from '../../../domain/errors.ts'
import type { DraftEnd, ReplyDraft } from '../../common/chat/reply-draft.ts'
import type { ReplyEnd } from '../../common/chat/reply-end.ts'
import { refusalOf } from '../api/discord-api.ts'
import { concludeReply } from './conclude-reply.ts'
import { type ReplyContext, viewOf } from './reply-context.ts'
import { createReplyMessages, type ReplyMessages } from './reply-messages.ts'
import { openDirectChannel } from './tell-asker.ts'

/** A reply that goes on in the direct messages of the asker. */
export interface DirectReply {
  readonly context: ReplyContext
  readonly messages: ReplyMessages
}

/**
 * Gives the whole answer as a direct message, where the interaction that asked for it can't be written to any more.
 * @param began is told of the messages before the first one is posted
 * @throws the reason of a signal
 */
export async function concludeDirectly(
  end: DraftEnd,
  draft: ReplyDraft,
  context: ReplyContext,
  began: (reply: DirectReply) => void,
  signal: AbortSignal,
): Promise<ReplyEnd> {
  if (end.kind === 'aborted') return { kind: 'stopped' }
  if (end.kind === 'nothing') return { kind: 'nothing' }
  try {
    const channelId = await openDirectChannel(context, signal)
    const task = { ...context.task, target: { kind: 'channel', channelId } } as const
    const there = { ...context, task }
    const messages = createReplyMessages(there)
    began({ context: there, messages })
    if (task.isResumed) await messages.takeUp('here', signal)
    return await concludeReply(end, draft, messages, there, signal, viewOf(context.task))
  } catch (error) {
    signal.throwIfAborted()
    const { code } = toKikuError(error)
    context.telemetry.warn('answer-not-delivered', { code, error: refusalOf(error) })
    return { kind: 'failed', code }
  }
}
