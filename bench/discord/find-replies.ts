import type { DiscordMessage, DiscordServer } from '../../tests/fakes/discord/discord-server.ts'
import { MARKS } from '../chat/marks.ts'
import { type AskedQuestion, channelOf, idOf } from './asked-question.ts'
import { readReply } from './read-reply.ts'

/** What the app wrote for one question, oldest first. */
export function repliesTo(question: AskedQuestion, peer: DiscordServer): readonly DiscordMessage[] {
  // A thread that was opened for a question bears its id.
  const places = [channelOf(question), ...(question.kind === 'mention' ? [question.message.id] : [])]
  return places.flatMap((place) =>
    peer
      .messagesIn(place)
      .filter((message) => message.authorId === peer.world.appId && !isSystem(message) && isFor(question, message)),
  )
}

/** Whether a question has been answered, or told why not, and nothing of that is still in the making. */
export function isSettled(question: AskedQuestion, peer: DiscordServer): boolean {
  const replies = repliesTo(question, peer)
  if (replies.some((reply) => readReply(reply).isInTheMaking)) return false
  return replies.some((reply) => isAnswer(question, reply) || partsOf(question, reply).length === 0)
}

/** An answer of whatever words, rather than an excuse. */
export function isAnswer(question: AskedQuestion, reply: DiscordMessage): boolean {
  return readReply(reply).isJudged || partsOf(question, reply).includes(MARKS)
}

/** Parts of the answer to a question that a message shows. */
export function partsOf({ number }: AskedQuestion, reply: DiscordMessage): readonly number[] {
  const marks = readReply(reply).marks.filter(({ question }) => question === number)
  return [...new Set(marks.map(({ part }) => part))]
}

/** Buttons name the question. Where there are none, what the message replies to does, or the marks in it. */
function isFor(question: AskedQuestion, message: DiscordMessage): boolean {
  const id = idOf(question)
  if (message.interactionId !== undefined) return message.interactionId === id
  const { named } = readReply(message)
  if (named.length > 0) return named.includes(id)
  if (message.reference?.kind === 'reply') return message.reference.messageId === id
  return partsOf(question, message).length > 0
}

/** What Discord itself puts into a thread in the name of whoever opened it. */
function isSystem({ reference }: DiscordMessage): boolean {
  return reference?.kind === 'starter'
}
