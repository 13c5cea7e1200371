import { describe, expect, it } from 'vitest'
import { readDelivery } from '../../../../src/adapters/slack/receive/read-delivery.ts'
import { delivery, identity, written } from './deliveries.ts'

const read = (event: Readonly<Record<string, unknown>>, around = {}) => readDelivery(delivery(event, around), identity)

describe('an event', () => {
  const lost = { kind: 'channel-lost', team: 'T1', channel: 'C1' }
  const changed = { kind: 'channel-changed', channel: 'C1' }

  it.each([
    [
      { type: 'member_joined_channel', user: 'UKIKU', channel: 'C1', team: 'T1', inviter: 'U1' },
      { kind: 'channel-joined', team: 'T1', channel: 'C1', inviter: 'U1' },
    ],
    [
      { type: 'member_joined_channel', user: 'UKIKU', channel: 'C1' },
      { kind: 'channel-joined', team: 'T1', channel: 'C1' },
    ],
    [{ type: 'member_joined_channel', user: 'U2', channel: 'C1' }, changed],
    [{ type: 'member_left_channel', user: 'UKIKU', channel: 'C1' }, lost],
    [{ type: 'member_left_channel', user: 'U2', channel: 'C1' }, changed],
    [{ type: 'channel_left', channel: 'C1' }, lost],
    [{ type: 'group_left', channel: 'C1' }, lost],
    [{ type: 'channel_deleted', channel: 'C1' }, lost],
    [{ type: 'group_deleted', channel: 'C1' }, lost],
    [{ type: 'channel_id_changed', old_channel_id: 'C1', new_channel_id: 'C2' }, lost],
    [{ type: 'channel_shared', channel: 'C1', connected_team_id: 'T2' }, changed],
    [{ type: 'channel_unshared', channel: 'C1' }, changed],
    [{ type: 'channel_rename', channel: { id: 'C1', name: '新しい' } }, changed],
    [{ type: 'channel_archive', channel: 'C1', user: 'U1' }, changed],
    [{ type: 'shared_channel_invite_accepted', channel: { id: 'C1' } }, changed],
    [{ type: 'shared_channel_invite_requested', channel_id: 'C1' }, changed],
    [
      { type: 'user_change', user: { id: 'U2', name: 'bob' } },
      { kind: 'user-changed', user: 'U2' },
    ],
    [
      { type: 'team_join', user: { id: 'U2' } },
      { kind: 'user-changed', user: 'U2' },
    ],
    [
      { type: 'file_deleted', file_id: 'F1' },
      { kind: 'file-deleted', file: 'F1' },
    ],
    [
      { type: 'agent_session_stopped', channel: 'D1', user: 'U1', thread_ts: '1700000000.000100' },
      { kind: 'stopped', team: 'T1', channel: 'D1', threadTs: '1700000000.000100', user: 'U1' },
    ],
    [{ type: 'app_uninstalled' }, { kind: 'uninstalled' }],
    [{ type: 'tokens_revoked', tokens: { oauth: [], bot: ['UKIKU'] } }, { kind: 'uninstalled' }],
    [
      { type: 'tokens_revoked', tokens: { oauth: ['U1'] } },
      { kind: 'ignored', reason: 'other-token' },
    ],
    [
      { type: 'app_home_opened', user: 'U1', channel: 'D1', tab: 'messages' },
      { kind: 'opened', tab: 'messages', user: 'U1', channel: 'D1' },
    ],
    [
      { type: 'app_home_opened', user: 'U1', channel: 'D1' },
      { kind: 'opened', tab: 'home', user: 'U1', channel: 'D1' },
    ],
    [
      { type: 'app_context_changed', user: 'U1', channel: 'D1' },
      { kind: 'ignored', reason: 'context' },
    ],
    [{ type: 'emoji_changed' }, { kind: 'ignored', reason: 'other-event' }],
  ])('reads %j', (event, arrival) => {
    expect(read(event)).toEqual(arrival)
  })

  it.each([
    ['reaction_added', 'thumbsup::skin-tone-3', 'thumbsup', true],
    ['reaction_removed', 'thumbsdown', 'thumbsdown', false],
    ['reaction_added', 'いいね', 'いいね', true],
  ])('reads %s of %s', (type, reaction, name, isAdded) => {
    const item = { type: 'message', channel: 'C1', ts: '1700000000.000100' }

    expect(read({ type, user: 'U1', reaction, item, item_user: 'UKIKU' })).toEqual({
      kind: 'reaction',
      reaction: { team: 'T1', channel: 'C1', ts: '1700000000.000100', user: 'U1', userTeam: 'T1', name, isAdded },
    })
  })

  it('ignores its own reactions and those to other things than messages', () => {
    const item = { type: 'message', channel: 'C1', ts: '1700000000.000100' }

    expect(read({ type: 'reaction_added', user: 'UKIKU', reaction: 'eyes', item })).toEqual({
      kind: 'ignored',
      reason: 'own',
    })
    expect(read({ type: 'reaction_added', user: 'U1', reaction: 'eyes', item: { type: 'file', file: 'F1' } })).toEqual({
      kind: 'ignored',
      reason: 'reaction-elsewhere',
    })
  })
})

describe('a delivery', () => {
  const other = [{ team_id: 'T2', enterprise_id: null }]

  it('reads what came for its own workspace only', () => {
    const ignored = { kind: 'ignored', reason: 'other-workspace' }

    expect(read(written(), { authorizations: other })).toEqual(ignored)
    expect(read(written(), { authorizations: [], team_id: 'T2' })).toEqual(ignored)
    expect(read(written(), { authorizations: undefined, team_id: 'T2', context_team_id: 'T1' })).toMatchObject({
      kind: 'message',
    })
    // Of another organisation, in a channel that is shared with it.
    expect(read(written({ team: 'T2', user_team: 'T2' }), { team_id: 'T2' })).toMatchObject({
      message: { team: 'T1', userTeam: 'T2' },
    })
    const whole = [{ team_id: null, enterprise_id: 'E1', is_enterprise_install: true }]
    expect(read(written(), { authorizations: whole })).toMatchObject({ message: { team: 'T1' } })
  })

  it.each([
    [undefined],
    [null],
    ['text'],
    [[]],
    [{ type: 'event_callback' }],
    [{ type: 'event_callback', event: null }],
    [{ type: 'event_callback', event: { type: 1 } }],
  ])('ignores %j', (body) => {
    expect(readDelivery(body, identity)).toEqual({ kind: 'ignored', reason: 'malformed' })
  })

  it('leaves commands and clicks to others', () => {
    expect(readDelivery({ type: 'block_actions', event: { type: 'message' } }, identity)).toEqual({
      kind: 'ignored',
      reason: 'not-an-event',
    })
  })
})
