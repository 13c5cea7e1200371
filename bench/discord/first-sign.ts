import type { DiscordServer } from '../../tests/fakes/discord/discord-server.ts'
import { type AskedQuestion, channelOf, idOf } from './asked-question.ts'
import { repliesTo } from './find-replies.ts'

/** Discord shows that somebody is typing for so long, or until they post. */
const TYPING_MS = 10_000

/**
 * When the asker first sees that the app is at work: a deferral, a thread, typing or a message, whichever comes first. The
 * app may be typing already for somebody else.
 */
export function firstSignOf(question: AskedQuestion, deliveredAt: number, peer: DiscordServer): number | undefined {
  const signs =
    question.kind === 'command'
      ? deferralOf(question)
      : [
          ...threadFor(question, peer),
          ...typingFor(question, deliveredAt, peer),
          ...repliesTo(question, peer).map(({ at }) => at),
        ]
  return signs.length === 0 ? undefined : Math.max(deliveredAt, Math.min(...signs))
}

/** When a command was answered first. */
export function deferralOf(question: AskedQuestion & { readonly kind: 'command' }): readonly number[] {
  const { acknowledgement } = question.interaction
  return acknowledgement === undefined ? [] : [question.at + acknowledgement.afterMs]
}

function threadFor(question: AskedQuestion, peer: DiscordServer): readonly number[] {
  const thread = peer.world.channels.get(idOf(question))?.thread
  return thread === undefined ? [] : [Date.parse(thread.createdAt)]
}

function typingFor(question: AskedQuestion, deliveredAt: number, peer: DiscordServer): readonly number[] {
  const places = [channelOf(question), idOf(question)]
  const shown = peer.typings.filter(({ channelId, at }) => places.includes(channelId) && at + TYPING_MS > deliveredAt)
  return shown
    .filter(({ channelId, at }) => at >= deliveredAt || !hasPosted(channelId, at, deliveredAt, peer))
    .map(({ at }) => at)
}

/** Whether the app wrote something between two moments, after which it is not seen to be typing any more. */
function hasPosted(channelId: string, from: number, to: number, peer: DiscordServer): boolean {
  return peer.messagesIn(channelId).some(({ authorId, at }) => authorId === peer.world.appId && at >= from && at <= to)
}
