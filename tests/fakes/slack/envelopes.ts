import { randomUUID } from 'node:crypto'
import type { WireObject } from './wire.ts'
import { BOT_USER, type World } from './world.ts'
import { channelTypeOf, type WorldChannel } from './world-channel.ts'

/** The id of the app, and the token that old apps compared. */
export const APP = 'A0KIKU'
export const VERIFICATION_TOKEN = 'verification-token-of-the-peer'

/** An id that Slack would give: a letter or two and nine more. */
export function newId(prefix: string): string {
  return `${prefix}${randomUUID().replaceAll('-', '').slice(0, 9).toUpperCase()}`
}

/**
 * An event in its envelope (https://docs.slack.dev/apis/events-api#callback-field). Each delivery of a new event has an
 * id of its own, also the two that tell of one message.
 */
export function wrapEvent(event: WireObject, world: World, channel?: WorldChannel): WireObject {
  const isShared = channel?.sharing === 'external'
  return {
    token: VERIFICATION_TOKEN,
    team_id: world.team,
    context_team_id: world.team,
    context_enterprise_id: null,
    api_app_id: APP,
    event,
    type: 'event_callback',
    event_id: newId('Ev'),
    event_time: Math.floor(Date.now() / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: world.team,
        user_id: BOT_USER,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: isShared,
  }
}

/** What an app subscribes to for an event, such as `message.im`. */
export function subscriptionOf(event: WireObject, channel: WorldChannel | undefined): string {
  if (event.type !== 'message') return String(event.type)
  if (channel === undefined) return 'message'
  const names = { channel: 'message.channels', group: 'message.groups', im: 'message.im', mpim: 'message.mpim' }
  return names[channelTypeOf(channel)]
}
