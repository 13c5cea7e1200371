import type { ChatHost } from '../../../ports/chat-host.ts'
import type { InOrder } from '../../common/chat/in-order.ts'
import type { RunningAnswers } from '../../common/chat/running-answers.ts'
import type { DiscordApi, DiscordIdentity } from '../api/discord-api.ts'
import type { InteractionApi } from '../api/interaction-api.ts'
import type { DiscordDirectory } from '../directory/directory.ts'
import type { AudienceResolver } from '../directory/resolve-audience.ts'
import type { DiscordSurfaceOptions } from '../discord-options.ts'
import type { Backfill } from '../history/create-backfill.ts'
import type { GuildSwitches } from '../history/guild-switches.ts'
import type { ThreadParents } from '../history/thread-parents.ts'
import type { DiscordAnswer } from '../interact/interaction-desk.ts'
import type { Names } from '../receive/names.ts'
import type { Replier } from '../reply/replier.ts'
import type { Conversations } from './conversations.ts'
import type { OpenInteractions } from './open-interactions.ts'
import type { PendingInteractions } from './pending-interactions.ts'

/** Everything that the flow of a message through Discord uses. */
export interface DiscordParts {
  readonly options: DiscordSurfaceOptions
  readonly identity: DiscordIdentity
  /** Of roles and channels, for reading what is written. */
  readonly names: Names
  readonly api: DiscordApi
  readonly interactions: InteractionApi
  readonly host: ChatHost
  readonly directory: DiscordDirectory
  readonly audiences: AudienceResolver
  readonly switches: GuildSwitches
  readonly backfill: Backfill
  readonly parents: ThreadParents
  readonly conversations: Conversations
  readonly pending: PendingInteractions
  readonly open: OpenInteractions
  readonly replier: Replier
  readonly running: RunningAnswers<DiscordAnswer>
  /** Questions of a conversation, in the order in which they were asked. */
  readonly inOrder: InOrder
  /** Aborts when the surface stops. */
  readonly signal: AbortSignal
}
