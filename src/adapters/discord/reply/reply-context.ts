import type { ChatHost } from '../../../ports/chat-host.ts'
import type { Clock } from '../../../ports/clock.ts'
import type { Telemetry } from '../../../ports/telemetry.ts'
import type { DiscordApi, DiscordIdentity } from '../api/discord-api.ts'
import type { InteractionApi } from '../api/interaction-api.ts'
import type { ReplyView } from '../render/render-reply.ts'
import type { EditPace } from './edit-pace.ts'
import type { FirstPost } from './first-posts.ts'
import type { ReplyTask } from './replier.ts'
import type { Typing } from './typing.ts'

/** What a replier is made of. */
export interface ReplierOptions {
  readonly api: DiscordApi
  readonly interactions: InteractionApi
  readonly host: Pick<ChatHost, 'replies'>
  readonly identity: Pick<DiscordIdentity, 'user' | 'name'>
  readonly clock: Clock
  readonly telemetry: Telemetry
  readonly pace?: EditPace
  /** Names of permissions that Kiku lacks to answer in a channel, as discord.js names them. */
  readonly missingPermissions?: (channelId: string) => readonly string[]
}

/** One reply in the making. */
export interface ReplyContext extends ReplierOptions {
  readonly task: ReplyTask
  readonly pace: EditPace
  readonly typing: Typing
  readonly firstPost: FirstPost
}

/** For whom a reply is written. */
export function viewOf({ turnId, locale, target, question }: ReplyTask): ReplyView {
  const isPrivate = target.kind === 'interaction' && target.isEphemeral
  return { turnId, locale, ...(isPrivate ? { isPrivate } : {}), ...(question === undefined ? {} : { question }) }
}
