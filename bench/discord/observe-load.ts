import type { DiscordMessage, DiscordServer } from '../../tests/fakes/discord/discord-server.ts'
import { findMarks, type Mark } from '../chat/marks.ts'
import { type ChatAccount, countCalls, type SeenQuestion } from '../chat/observation.ts'
import { type AskedQuestion, idOf } from './asked-question.ts'
import { isAnswer, partsOf, repliesTo } from './find-replies.ts'
import { deferralOf, firstSignOf } from './first-sign.ts'
import { readReply } from './read-reply.ts'

/** A stretch of time in which nothing could be told, in epoch milliseconds. */
export interface Cut {
  readonly from: number
  readonly to: number
}

/** Everything that Discord knows of a load that has passed. */
export function observeLoad(
  peer: DiscordServer,
  asked: readonly AskedQuestion[],
  cut?: Cut,
): Omit<ChatAccount, 'longestBlockMs'> {
  const origin = asked[0] === undefined ? 0n : BigInt(idOf(asked[0]))
  const questions = asked.map((question) => seeQuestion(question, deliveryOf(question, cut), origin, peer))
  return {
    questions,
    shown: firstShown(peer),
    calls: countCalls(
      peer.calls.map(({ method, path, route, status, code }) => ({
        name: route === '' ? `${method} ${path}` : route,
        refusal:
          status === undefined ? 'no answer' : status < 400 ? undefined : status === 429 ? '429' : `${status} ${code}`,
      })),
    ),
    counts: {
      'asked by a command': asked.filter(({ kind }) => kind === 'command').length,
      'commands that failed': asked.filter(
        (one) => one.kind === 'command' && one.interaction.outcome !== 'acknowledged',
      ).length,
      'asked while the app was seen to be typing': questions.filter(
        ({ awaitsAcknowledgement, firstSignAt, deliveredAt }) => !awaitsAcknowledgement && firstSignAt === deliveredAt,
      ).length,
      'asked while the connection was cut': asked.filter((one) => deliveryOf(one, cut) !== one.at).length,
      'told again when it was resumed': peer.greetings.reduce((sum, { replayed }) => sum + replayed, 0),
    },
  }
}

/** What is said while the connection is cut is told when it is there again. */
function deliveryOf({ at }: AskedQuestion, cut: Cut | undefined): number {
  return cut !== undefined && at >= cut.from && at < cut.to ? cut.to : at
}

function seeQuestion(question: AskedQuestion, deliveredAt: number, origin: bigint, peer: DiscordServer): SeenQuestion {
  // As they are, ids are too large for a number.
  const positionOf = (id: string) => Number(BigInt(id) - origin)
  const replies = repliesTo(question, peer)
  const changes = replies.flatMap(({ versions }) => versions.map(({ at }) => at))
  return {
    number: question.number,
    thread: question.root,
    position: positionOf(idOf(question)),
    deliveredAt,
    awaitsAcknowledgement: question.kind === 'command',
    acknowledgedAt: question.kind === 'command' ? deferralOf(question)[0] : undefined,
    firstSignAt: firstSignOf(question, deliveredAt, peer),
    replies: replies.map((reply) => ({
      position: positionOf(reply.id),
      parts: partsOf(question, reply),
      text: readReply(reply).text,
      isStreaming: readReply(reply).isInTheMaking,
      isAnswer: isAnswer(question, reply),
    })),
    changedAt: changes.length === 0 ? undefined : Math.max(...changes),
  }
}

function firstShown(peer: DiscordServer): ChatAccount['shown'] {
  const shown = new Map<string, Mark & { readonly at: number }>()
  for (const { content, components, at } of versionsOfAll(peer)) {
    for (const mark of findMarks(JSON.stringify([content, components]))) {
      const key = `${mark.question} ${mark.part}`
      const earlier = shown.get(key)
      if (mark.part > 0 && (earlier === undefined || earlier.at > at)) shown.set(key, { ...mark, at })
    }
  }
  return [...shown.values()]
}

function versionsOfAll(peer: DiscordServer): DiscordMessage['versions'] {
  return [...peer.world.channels.keys()]
    .flatMap((channel) => peer.messagesIn(channel))
    .filter(({ authorId }) => authorId === peer.world.appId)
    .flatMap(({ versions }) => versions)
}
