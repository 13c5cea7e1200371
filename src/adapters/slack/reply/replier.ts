import type { AnswerEvent } from '../../../domain/answer.ts'
import type { ReplyEnd, ReplyStatus } from '../../common/chat/reply-end.ts'
import type { SlackPerson, SlackPlace } from '../slack-ids.ts'

/** Shows answers in Slack. */
export interface Replier {
  /**
   * Shows one answer in its thread from its events, to the end. Each message of the reply is recorded (`ReplyStore`) as
   * soon as it stands. Messages of an earlier try that a kill interrupted are taken up, not doubled.
   * @returns how it ended; only `signal` with a reason other than `ReplyStopped` throws
   */
  reply(events: AsyncIterable<AnswerEvent>, task: ReplyTask, signal: AbortSignal): Promise<ReplyEnd>
  /** Says in the thread that Kiku has begun. Never throws; the reply clears it. */
  showStatus(task: ReplyTask, status: ReplyStatus, signal: AbortSignal): Promise<void>
}

export interface ReplyTask {
  readonly place: SlackPlace
  /** Turn id of the question: buttons carry it, and replies are recorded under it. */
  readonly turnId: string
  /** Timestamp of the question. */
  readonly ts: string
  readonly asker: SlackPerson
  readonly locale: 'en' | 'ja'
  readonly isDirect: boolean
  /** Whether this process may find messages of an earlier try in the thread. */
  readonly isResumed: boolean
}
