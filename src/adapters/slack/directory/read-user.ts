import type { SlackIdentity } from '../api/slack-api.ts'
import type { SlackUser } from './directory.ts'
import type { WireUser } from './schema.ts'

/** @returns undefined when Slack does not say where the person belongs */
export function readUser(user: WireUser, identity: SlackIdentity): SlackUser | undefined {
  const isColleague = user.enterprise_user?.teams?.includes(identity.team) === true
  const team = isColleague ? identity.team : user.team_id
  if (!team) return undefined
  return {
    id: user.id,
    team,
    name: user.profile?.display_name || user.profile?.real_name || user.real_name || user.name || user.id,
    locale: readLocale(user.locale),
    utcOffset: user.tz_offset ?? undefined,
    isBot: user.is_bot === true || user.is_workflow_bot === true || user.id === 'USLACKBOT',
    isOutsider: team !== identity.team || !isFullMember(user),
  }
}

/** Slack says of members that they are no guests; where it says nothing, they may be. */
function isFullMember(user: WireUser): boolean {
  const isGuest = user.is_restricted !== false || user.is_ultra_restricted !== false
  return !isGuest && user.deleted !== true && user.is_stranger !== true && user.is_invited_user !== true
}

function readLocale(locale: WireUser['locale']): SlackUser['locale'] {
  const language = locale?.slice(0, 2).toLowerCase()
  return language === 'en' || language === 'ja' ? language : undefined
}
