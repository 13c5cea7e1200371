import type { SlackIdentity } from '../../../../src/adapters/slack/api/slack-api.ts'

export const identity: SlackIdentity = {
  team: 'T1',
  enterprise: 'E1',
  user: 'UKIKU',
  bot: 'BKIKU',
  url: 'https://home.slack.com/',
}

/** A delivery of the Events API as Slack sends it. */
export function delivery(event: Readonly<Record<string, unknown>>, around: Readonly<Record<string, unknown>> = {}) {
  return {
    type: 'event_callback',
    team_id: 'T1',
    event_id: 'Ev1',
    authorizations: [
      { enterprise_id: null, team_id: 'T1', user_id: 'UKIKU', is_bot: true, is_enterprise_install: false },
    ],
    event,
    ...around,
  }
}

export function written(fields: Readonly<Record<string, unknown>> = {}) {
  return {
    type: 'message',
    channel: 'C1',
    channel_type: 'channel',
    user: 'U1',
    user_team: 'T1',
    team: 'T1',
    ts: '1700000000.000100',
    event_ts: '1700000000.000100',
    text: 'How much leave do I have?',
    ...fields,
  }
}
