import { toKikuError } from '../../../domain/errors.ts'
import type { InOrder } from '../../common/chat/in-order.ts'
import { handleReaction } from '../interact/handlers/handle-reaction.ts'
import { greet, titleThread } from '../interact/home/greet-person.ts'
import { publishHome } from '../interact/home/publish-home.ts'
import type { InteractionDesk } from '../interact/interaction-desk.ts'
import type { Arrival } from '../receive/arrival.ts'
import { answerQuestion } from './answer-question.ts'
import type { PendingQuestion } from './pending-question.ts'
import type { SlackParts } from './slack-parts.ts'
import type { Taken } from './take-arrival.ts'

export interface TakenArrival {
  readonly arrival: Arrival
  readonly taken: Taken | undefined
}

/** Does what an arrival asks for, once Slack knows that it arrived. Never throws. */
export async function workOnArrival(
  { arrival, taken }: TakenArrival,
  parts: SlackParts,
  desk: InteractionDesk,
  inOrder: InOrder,
): Promise<void> {
  try {
    if (taken?.kind === 'question') {
      if (isNewConversation(taken.asked))
        void titleThread(taken.asked.place, taken.asked.message.text, desk, parts.signal)
      return await answerQuestion(taken.asked, parts, inOrder)
    }
    await followUp(arrival, parts, desk)
  } catch (thrown) {
    if (parts.signal.aborted) return
    const { code, details } = toKikuError(thrown)
    desk.telemetry.warn('slack-arrival-failed', { kind: arrival.kind, code, problem: details.error })
  }
}

/** In a direct message every message outside threads begins a conversation. */
function isNewConversation({ isDirect, place, ts }: PendingQuestion): boolean {
  return isDirect && ts === place.threadTs
}

async function followUp(arrival: Arrival, parts: SlackParts, desk: InteractionDesk): Promise<void> {
  const { directory, options, signal } = parts
  switch (arrival.kind) {
    case 'reaction':
      await handleReaction(arrival.reaction, desk)
      return
    case 'opened':
      if (arrival.tab === 'home') return publishHome(arrival, desk, signal)
      return greet(arrival, desk, signal)
    case 'channel-changed':
    case 'channel-joined':
    case 'channel-lost':
      return directory.forgetChannel(arrival.channel)
    case 'user-changed':
      return directory.forgetUser(arrival.user)
    case 'uninstalled':
      return options.telemetry.error('slack-uninstalled')
    default:
      return
  }
}
