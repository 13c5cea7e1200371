import { toKikuError } from '../../../domain/errors.ts'
import type { InOrder } from '../../common/chat/in-order.ts'
import { handleReaction } from '../interact/handlers/handle-reaction.ts'
import type { InteractionDesk } from '../interact/interaction-desk.ts'
import type { Arrival } from '../receive/arrival.ts'
import { answerQuestion } from './answer-question.ts'
import type { DiscordParts } from './discord-parts.ts'
import { serveNoted } from './serve-open.ts'
import { type Taken, takeArrival } from './take-arrival.ts'

/** Does what an arrival asks for. What concerns one channel is taken in the order in which it came. Never throws. */
export async function workOnArrival(
  arrival: Arrival,
  parts: DiscordParts,
  desk: InteractionDesk,
  takes: InOrder,
): Promise<void> {
  try {
    // Commands and clicks have three seconds for a first response: they wait for nothing.
    if (arrival.kind === 'interaction') return await serveNoted(arrival.interaction, parts, desk)
    if (arrival.kind === 'reaction') return await handleReaction(arrival.reaction, desk)
    const taken = await takeInOrder(arrival, parts, takes)
    if (taken.kind === 'question') await answerQuestion(taken.asked, parts)
  } catch (thrown) {
    if (parts.signal.aborted) return
    const { code, details } = toKikuError(thrown)
    desk.telemetry.warn('discord-arrival-failed', { kind: arrival.kind, code, problem: details.error })
  }
}

/** A message, its edit and its deletion are quick to follow each other; taken side by side, a deletion might come first. */
async function takeInOrder(arrival: Arrival, parts: DiscordParts, takes: InOrder): Promise<Taken> {
  const letNext = await takes.enter(placeOf(arrival))
  try {
    return await takeArrival(arrival, parts)
  } finally {
    letNext()
  }
}

function placeOf(arrival: Arrival): string {
  switch (arrival.kind) {
    case 'message':
    case 'edited':
      return arrival.message.channelId
    case 'deleted':
    case 'channel-lost':
      return arrival.channelId
    case 'thread-lost':
      return arrival.threadId
    case 'guild-lost':
      return arrival.guild
    default:
      return ''
  }
}
