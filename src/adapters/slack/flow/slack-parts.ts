import type { ChatHost } from '../../../ports/chat-host.ts'
import type { RunningAnswer, RunningAnswers } from '../../common/chat/running-answers.ts'
import type { SlackApi, SlackIdentity } from '../api/slack-api.ts'
import type { SlackDirectory } from '../directory/directory.ts'
import type { AudienceResolver } from '../directory/resolve-audience.ts'
import type { Backfill } from '../history/backfill.ts'
import type { ChannelSwitches } from '../history/channel-switches.ts'
import type { Replier } from '../reply/replier.ts'
import type { SlackPerson } from '../slack-ids.ts'
import type { SlackSurfaceOptions } from '../slack-options.ts'

/** Everything that the flow of a message through Slack uses. */
export interface SlackParts {
  readonly options: SlackSurfaceOptions
  readonly identity: SlackIdentity
  readonly api: SlackApi
  readonly host: ChatHost
  readonly directory: SlackDirectory
  readonly audiences: AudienceResolver
  readonly channels: ChannelSwitches
  readonly backfill: Backfill
  readonly replier: Replier
  readonly running: RunningAnswers<SlackAnswer>
  /** Aborts when the surface stops. */
  readonly signal: AbortSignal
}

/** An answer in the making. */
export interface SlackAnswer extends RunningAnswer {
  readonly asker: SlackPerson
  readonly isDirect: boolean
}
