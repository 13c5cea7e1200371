import type { AnswerEvent } from '../../../domain/answer.ts'
import type { ReplyEnd, ReplyStatus } from '../../common/chat/reply-end.ts'
import type { InteractionRef } from '../api/interaction-api.ts'
import type { DiscordPlace } from '../discord-ids.ts'

/** Shows answers in Discord. */
export interface Replier {
  /**
   * Shows one answer from its events, to the end. Each message of the reply is recorded (`ReplyStore`) as soon as it
   * stands. Messages of an earlier try that a kill interrupted are taken up, not doubled.
   * @returns how it ended; only `signal` with a reason other than `ReplyStopped` throws
   */
  reply(events: AsyncIterable<AnswerEvent>, task: ReplyTask, signal: AbortSignal): Promise<ReplyEnd>
  /** Shows that Kiku has begun, for as long as the signal lives. Never throws; the reply ends it. */
  showStatus(task: ReplyTask, status: ReplyStatus, signal: AbortSignal): Promise<void>
}

export interface ReplyTask {
  readonly place: DiscordPlace
  /** Turn id of the question: buttons carry it, and replies are recorded under it. */
  readonly turnId: string
  /** Names this try, once per question or click: nonces are made of it. */
  readonly id: string
  readonly target: ReplyTarget
  /** User id. */
  readonly asker: string
  readonly locale: 'en' | 'ja'
  /** What was asked, where readers of the reply do not see it otherwise: options of a command nobody else is shown. */
  readonly question?: string
  /** Whether this process may find messages of an earlier try. */
  readonly isResumed: boolean
}

/** Where a reply goes. */
export type ReplyTarget =
  /** Messages in a channel, thread or direct message. */
  | { readonly kind: 'channel'; readonly channelId: string; readonly replyTo?: string }
  /** The response to a command or click, which was deferred already. */
  | {
      readonly kind: 'interaction'
      readonly ref: InteractionRef
      readonly channelId: string
      readonly isEphemeral: boolean
      /** Whether Kiku may also post in the channel by itself, once the interaction's token has expired. */
      readonly canPost: boolean
    }
