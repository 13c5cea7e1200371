import { beginningOf, compareIds, type FoundMessage, findOwnMessages } from './find-own-messages.ts'
import { mayGoOn } from './interaction-voice.ts'
import { setbackOf } from './refusals.ts'
import type { ReplyContext } from './reply-context.ts'
import type { ReplyMessage } from './voice.ts'

/** A message that an earlier try has left. */
export type LeftMessage = Pick<ReplyMessage, 'channelId' | 'kind' | 'isLaidOut'> & { readonly id: string }

/** Where to look: in the channel of the target alone, or in the thread that was opened below the question, too. */
export type TakeUpScope = 'here' | 'anywhere'

/** What an earlier try has left, by the record and by what stands in the channel, in the order of their ids. */
export async function takeUpMessages(
  context: ReplyContext,
  scope: TakeUpScope,
  signal: AbortSignal,
): Promise<readonly LeftMessage[]> {
  const { host, task } = context
  const { target } = task
  const recorded = (await host.replies.listByTurn(task.turnId)).filter(({ messageId, channel }) => {
    // Answers to the same question that were asked for earlier are none of this try's.
    const isLater = compareIds(messageId, beginningOf(task)) > 0
    return isLater && (scope === 'anywhere' || channel === target.channelId)
  })
  const found = await look(context, signal)
  const left = new Map<string, LeftMessage>()
  const kind = target.kind === 'channel' ? 'own' : 'follow-up'
  for (const { messageId, channel } of recorded) {
    left.set(messageId, { id: messageId, channelId: channel, kind, isLaidOut: false })
  }
  for (const { id, isLaidOut } of found) {
    left.set(id, { id, channelId: left.get(id)?.channelId ?? target.channelId, kind, isLaidOut })
  }
  return [...left.values()].sort((a, b) => compareIds(a.id, b.id))
}

/** Nothing where Kiku can't look: the record alone must do. */
async function look(context: ReplyContext, signal: AbortSignal): Promise<readonly FoundMessage[]> {
  const { target } = context.task
  if (target.kind === 'interaction' && !mayGoOn(target)) return []
  try {
    return await findOwnMessages(context, target.channelId, signal)
  } catch (error) {
    if (setbackOf(error) === 'other') throw error
    context.telemetry.warn('discord-channel-not-read', { setback: setbackOf(error) })
    return []
  }
}
