import type { ChatHost } from '../../../ports/chat-host.ts'
import type { SlackApi, SlackIdentity } from '../api/slack-api.ts'
import type { SlackDirectory } from '../directory/directory.ts'
import type { AudienceResolver } from '../directory/resolve-audience.ts'
import type { Backfill } from '../history/backfill.ts'
import type { ChannelSwitches } from '../history/channel-switches.ts'
import type { Replier } from '../reply/replier.ts'
import type { SlackSurfaceOptions } from '../slack-options.ts'
import type { RunningAnswers } from './running-answers.ts'

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
  readonly running: RunningAnswers
  /** Aborts when the surface stops. */
  readonly signal: AbortSignal
}
