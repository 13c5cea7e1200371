import { describe, expect, it } from 'vitest'
import { channel, dispatch, ORDINARY, overwrite, role, tell, VIEW } from '../directory/told-world.ts'
import { alice, G, KIKU, OWN_ROLE, office, read } from './packets.ts'

describe('what is gone', () => {
  it.each([
    [
      'MESSAGE_DELETE',
      { id: '5', channel_id: '10', guild_id: G },
      { kind: 'deleted', guild: G, channelId: '10', ids: ['5'] },
    ],
    ['MESSAGE_DELETE', { id: '5', channel_id: '90' }, { kind: 'deleted', guild: 'dm', channelId: '90', ids: ['5'] }],
    [
      'MESSAGE_DELETE_BULK',
      { ids: ['5', '6'], channel_id: '10', guild_id: G },
      { kind: 'deleted', guild: G, channelId: '10', ids: ['5', '6'] },
    ],
    ['CHANNEL_DELETE', { id: '10', guild_id: G, type: 0 }, { kind: 'channel-lost', guild: G, channelId: '10' }],
    ['CHANNEL_DELETE', { id: '9', guild_id: G, type: 4 }, { kind: 'ignored', reason: 'category' }],
    [
      'THREAD_DELETE',
      { id: '20', guild_id: G, parent_id: '10', type: 11 },
      { kind: 'thread-lost', guild: G, threadId: '20', parentId: '10' },
    ],
    // Its channel is known from before.
    ['THREAD_DELETE', { id: '20', guild_id: G }, { kind: 'thread-lost', guild: G, threadId: '20', parentId: '10' }],
    ['THREAD_DELETE', { id: '29', guild_id: G }, { kind: 'ignored', reason: 'malformed' }],
    ['GUILD_DELETE', { id: G }, { kind: 'guild-lost', guild: G }],
    ['GUILD_DELETE', { id: G, unavailable: false }, { kind: 'guild-lost', guild: G }],
    ['GUILD_DELETE', { id: G, unavailable: true }, { kind: 'ignored', reason: 'outage' }],
  ])('is told: %s %j', (type, data, expected) => {
    expect(read(type, data)).toEqual(expected)
  })

  it('is also a channel that Kiku may see no more', () => {
    const hidden = channel('10', { guild_id: G, permission_overwrites: [overwrite(OWN_ROLE, { deny: VIEW })] })
    const facts = tell(office)

    expect(read('CHANNEL_UPDATE', hidden, facts)).toEqual({ kind: 'channel-lost', guild: G, channelId: '10' })
    dispatch(facts, 'CHANNEL_UPDATE', hidden)
    expect(read('CHANNEL_UPDATE', { ...hidden, name: 'renamed' }, facts)).toEqual({
      kind: 'ignored',
      reason: 'channel-changed',
    })
  })

  it('is no channel that changed otherwise, or of which too little is known', () => {
    const changed = channel('10', { guild_id: G, name: 'renamed' })
    const hidden = { ...changed, permission_overwrites: [overwrite(G, { deny: VIEW })] }
    const ignored = { kind: 'ignored', reason: 'channel-changed' }

    expect(read('CHANNEL_UPDATE', changed)).toEqual(ignored)
    expect(read('CHANNEL_UPDATE', { ...hidden, permission_overwrites: undefined })).toEqual(ignored)
    expect(read('CHANNEL_UPDATE', hidden, tell({ ...office, members: [] }))).toEqual(ignored)
    expect(read('CHANNEL_UPDATE', { ...hidden, id: '99' })).toEqual(ignored)
  })

  it('is a private thread that Kiku was put out of, unless it looks after threads', () => {
    const removed = { id: '22', guild_id: G, removed_member_ids: [alice.id, KIKU] }
    const moderator = { ...office, roles: [role(G, ORDINARY), role(OWN_ROLE, 1n << 34n)] }

    expect(read('THREAD_MEMBERS_UPDATE', removed)).toEqual({
      kind: 'thread-lost',
      guild: G,
      threadId: '22',
      parentId: '12',
    })
    expect(read('THREAD_MEMBERS_UPDATE', removed, tell(moderator)).kind).toBe('ignored')
    expect(read('THREAD_MEMBERS_UPDATE', { ...removed, id: '20' }).kind).toBe('ignored')
    expect(read('THREAD_MEMBERS_UPDATE', { ...removed, removed_member_ids: [alice.id] }).kind).toBe('ignored')
  })
})
