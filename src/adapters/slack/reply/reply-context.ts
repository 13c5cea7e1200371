import type { ChatHost } from '../../../ports/chat-host.ts'
import type { Clock } from '../../../ports/clock.ts'
import type { Telemetry } from '../../../ports/telemetry.ts'
import type { SlackApi, SlackIdentity } from '../api/slack-api.ts'
import type { ReplyTask } from './replier.ts'
import type { StreamSupport } from './stream-support.ts'

/** What a replier is made of. */
export interface ReplierOptions {
  readonly api: SlackApi
  readonly host: Pick<ChatHost, 'replies'>
  readonly identity: SlackIdentity
  readonly clock: Clock
  readonly telemetry: Telemetry
}

/** One reply in the making. */
export interface ReplyContext extends ReplierOptions {
  readonly task: ReplyTask
  readonly support: StreamSupport
}
