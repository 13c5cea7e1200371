import type { Message } from '../../../domain/message.ts'
import type { DiscordPlace, MessageAddress } from '../discord-ids.ts'
import type { ArrivedFile, ArrivedMessage } from '../receive/arrival.ts'
import type { ReplyTarget } from '../reply/replier.ts'

/** A question on its way to an answer. */
export interface PendingQuestion {
  /** As it was admitted: without its readers yet. */
  readonly message: Message
  readonly place: DiscordPlace
  /** User id. */
  readonly asker: string
  readonly origin: QuestionOrigin
  readonly files: readonly ArrivedFile[]
  /** The message in which a question that is asked again was asked first: it may reply to another one. */
  readonly askedIn?: MessageAddress
  /** Whether an earlier process had begun to answer. */
  readonly isResumed: boolean
}

/** What somebody did to ask. */
export type QuestionOrigin =
  /** A message in a channel, thread or direct message. */
  | { readonly kind: 'message'; readonly channelId: string; readonly messageId: string; readonly replyTo?: string }
  /** A command or click, which has been deferred. */
  | { readonly kind: 'interaction'; readonly target: ReplyTarget & { readonly kind: 'interaction' } }

export function askedBy(arrived: ArrivedMessage, message: Message, place: DiscordPlace): PendingQuestion {
  const { id, channelId, author, files, replyTo } = arrived
  const replied = replyTo === undefined ? {} : { replyTo }
  const origin = { kind: 'message', channelId, messageId: id, ...replied } as const
  return { message, place, asker: author.id, origin, files, isResumed: false }
}
