import type { SlackIdentity } from '../api/slack-api.ts'
import type { Arrival } from './arrival.ts'
import { findChannelChange } from './read-channel-event.ts'
import { readMention, readMessageEvent } from './read-message-event.ts'
import { readReaction } from './read-reaction.ts'
import { ignored, type Reading } from './reading.ts'
import {
  type Delivery,
  deliverySchema,
  fileEventSchema,
  openedSchema,
  stoppedSchema,
  tokensSchema,
  userEventSchema,
} from './schema.ts'

/**
 * Reads one delivery of the Events API, from either transport (https://docs.slack.dev/reference/events). Never throws:
 * what cannot be read, and what does not concern Kiku, is `ignored` with a constant reason.
 */
export function readDelivery(body: unknown, identity: SlackIdentity): Arrival {
  const parsed = deliverySchema.safeParse(body)
  if (!parsed.success) return ignored('malformed')
  if (parsed.data.type !== 'event_callback') return ignored('not-an-event')
  if (!isForWorkspace(parsed.data, identity)) return ignored('other-workspace')
  return readEvent({ event: parsed.data.event, identity })
}

function readEvent(reading: Reading): Arrival {
  const { event, identity } = reading
  switch (event.type) {
    case 'app_mention':
      return readMention(reading)
    case 'message':
      return readMessageEvent(reading)
    case 'reaction_added':
    case 'reaction_removed':
      return readReaction(reading)
    case 'app_home_opened':
      return readOpened(reading)
    case 'user_change':
    case 'team_join':
      return readUserEvent(event)
    case 'file_deleted':
      return readFileDeleted(event)
    case 'app_uninstalled':
    case 'app_uninstalled_team':
      return { kind: 'uninstalled' }
    case 'tokens_revoked':
      return tokensSchema.safeParse(event).data?.tokens.bot?.length ? { kind: 'uninstalled' } : ignored('other-token')
    case 'agent_session_stopped':
      return readStopped(reading)
    case 'app_context_changed':
      return ignored('context')
    default:
      return findChannelChange(event, identity) ?? ignored('other-event')
  }
}

/**
 * Whether the delivery came for the installation whose token Kiku holds. In shared channels `team_id` can be the other
 * organisation's, so the authorization counts first.
 */
function isForWorkspace(delivery: Delivery, identity: SlackIdentity): boolean {
  const { authorizations, team_id, context_team_id } = delivery
  if (authorizations !== undefined && authorizations !== null && authorizations.length > 0) {
    return authorizations.some(
      (authorization) =>
        authorization.team_id === identity.team ||
        (authorization.is_enterprise_install === true && authorization.enterprise_id === identity.enterprise),
    )
  }
  return team_id === identity.team || context_team_id === identity.team
}

function readOpened({ event, identity }: Reading): Arrival {
  const opened = openedSchema.safeParse(event).data
  if (!opened?.user || !opened.channel) return ignored('malformed')
  if (opened.user === identity.user) return ignored('own')
  const tab = opened.tab === 'messages' ? 'messages' : 'home'
  return { kind: 'opened', tab, user: opened.user, channel: opened.channel }
}

function readStopped({ event, identity }: Reading): Arrival {
  const stopped = stoppedSchema.safeParse(event).data
  if (stopped === undefined) return ignored('malformed')
  const { channel, user, thread_ts: threadTs } = stopped
  return { kind: 'stopped', team: identity.team, channel, threadTs, user }
}

function readUserEvent(event: Reading['event']): Arrival {
  const user = userEventSchema.safeParse(event).data?.user
  const id = typeof user === 'object' ? user?.id : user
  return id ? { kind: 'user-changed', user: id } : ignored('malformed')
}

function readFileDeleted(event: Reading['event']): Arrival {
  const file = fileEventSchema.safeParse(event).data?.file_id
  return file ? { kind: 'file-deleted', file } : ignored('malformed')
}
