import { compact, type WireObject } from './wire.ts'

export type UserKind =
  | 'member'
  | 'single-channel-guest'
  | 'multi-channel-guest'
  | 'bot'
  | 'deactivated'
  /** Somebody of another workspace, seen through Slack Connect. */
  | 'stranger'

export interface WorldUser {
  readonly id: string
  readonly team: string
  readonly name: string
  readonly realName: string
  readonly kind: UserKind
  readonly locale: 'en-US' | 'ja-JP' | string
  /** Seconds east of UTC. */
  readonly utcOffset: number
  /** Of a bot: `B…`. */
  readonly botId?: string
}

export type NewUser = Partial<WorldUser>

export function createWorldUser(user: NewUser & { readonly id: string; readonly team: string }): WorldUser {
  const name = user.name ?? user.id.toLowerCase()
  return { realName: name, kind: 'member', locale: 'en-US', utcOffset: 0, ...user, name }
}

/**
 * A user object (https://docs.slack.dev/reference/objects/user-object). Slack tells the locale only where it is asked
 * for, and little of people who are gone.
 */
export function wireUser(
  user: WorldUser,
  { home, withLocale }: { readonly home: string; readonly withLocale: boolean },
) {
  const isGone = user.kind === 'deactivated'
  const about: WireObject = {
    id: user.id,
    team_id: user.team,
    name: user.name,
    deleted: isGone,
    real_name: user.realName,
    tz_offset: isGone ? undefined : user.utcOffset,
    locale: withLocale && !isGone ? user.locale : undefined,
    profile: {
      real_name: user.realName,
      display_name: user.name,
      team: user.team,
      bot_id: user.botId,
    },
    is_bot: user.kind === 'bot',
    is_app_user: false,
    is_admin: isGone ? undefined : false,
    is_owner: isGone ? undefined : false,
    is_restricted: isGone ? undefined : user.kind === 'single-channel-guest' || user.kind === 'multi-channel-guest',
    is_ultra_restricted: isGone ? undefined : user.kind === 'single-channel-guest',
    is_stranger: user.team === home ? undefined : user.kind === 'stranger',
    updated: 1_700_000_000,
  }
  return compact(about)
}
