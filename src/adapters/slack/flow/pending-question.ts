import type { Message } from '../../../domain/message.ts'
import { isDirectChannel } from '../interact/people.ts'
import type { ArrivedFile, ArrivedMessage } from '../receive/arrival.ts'
import { parseAuthorId, parseThreadId, type SlackPerson, type SlackPlace } from '../slack-ids.ts'

/** A question on its way to an answer in its thread. */
export interface PendingQuestion {
  /** As it was admitted: without its readers yet. */
  readonly message: Message
  readonly place: SlackPlace
  readonly asker: SlackPerson
  /** Timestamp of the question, or of the click that asked again: Kiku's reply comes after it. */
  readonly ts: string
  readonly isDirect: boolean
  readonly files: readonly ArrivedFile[]
  /** Whether an earlier process had begun to answer. */
  readonly isResumed: boolean
  /** Whether the asker has had a private answer to it. */
  readonly isShared?: boolean
}

export function askedBy(arrived: ArrivedMessage, message: Message): PendingQuestion {
  const { team, channel, threadTs, user, userTeam, ts, isDirect, files } = arrived
  const asker = { team: userTeam, user }
  return { message, place: { team, channel, threadTs }, asker, ts, isDirect, files, isResumed: false }
}

/** What the inbox kept of a question. @returns undefined when it is none of Slack's */
export function askedBefore(message: Message): PendingQuestion | undefined {
  const place = parseThreadId(message.thread.id)
  const asker = parseAuthorId(message.author.id)
  if (place === undefined || asker === undefined) return undefined
  // Clicks and shared questions carry the time after which their reply stands.
  const [, clickTs] = /~(\d+\.\d+)$/.exec(message.id) ?? []
  return {
    message,
    place,
    asker,
    ts: clickTs ?? message.repeats ?? message.id,
    isDirect: isDirectChannel(place.channel),
    files: [],
    isResumed: true,
  }
}
