import { describe, expect, it } from 'vitest'
import { channel, createGateway, member, refuse } from './scripted-api.ts'
import { createTested, settled, usersInfo } from './tested-directory.ts'

const { signal } = new AbortController()

describe('channels', () => {
  it.each([
    [{}, 'public', false],
    [{ is_private: true }, 'private', false],
    [{ is_group: true, is_private: true, is_channel: false }, 'private', false],
    [{ is_private: undefined }, 'private', false],
    [{ is_mpim: true, is_private: true }, 'group', false],
    [{ is_ext_shared: true }, 'public', true],
    [{ is_shared: undefined }, 'public', true],
    [{ is_org_shared: true }, 'public', true],
    [{ is_pending_ext_shared: true }, 'public', true],
    [{ pending_shared: ['T2'] }, 'public', true],
    [{ pending_connected_team_ids: ['T2'] }, 'public', true],
    [{ connected_team_ids: ['T2'] }, 'public', true],
    [{ shared_team_ids: ['T1'] }, 'public', false],
  ])('reads a channel with %j', async (fields, kind, isShared) => {
    const { directory } = createTested({ 'conversations.info': () => ({ channel: channel('C1', fields) }) })

    expect(await directory.findChannel('C1', signal)).toEqual({ id: 'C1', name: 'c1', kind, isShared })
  })

  it('reads a direct message with the person at its other end', async () => {
    const { directory } = createTested({
      'conversations.info': () => ({ channel: { id: 'D1', is_im: true, user: 'U1' } }),
    })

    expect(await directory.findChannel('D1', signal)).toEqual({
      id: 'D1',
      name: 'D1',
      kind: 'direct',
      isShared: false,
      user: 'U1',
    })
  })

  it('does not know channels of other workspaces of the organisation', async () => {
    const { directory } = createTested({
      'conversations.info': () => ({ channel: channel('C1', { context_team_id: 'T9' }) }),
    })

    expect(await directory.findChannel('C1', signal)).toBeUndefined()
  })

  it('lists members page by page', async () => {
    const { api, directory } = createTested({
      'conversations.members': ({ cursor }) =>
        cursor ? { members: ['U3'] } : { members: ['U1', 'U2'], response_metadata: { next_cursor: 'next' } },
    })

    expect(await directory.listMembers('C1', signal)).toEqual(['U1', 'U2', 'U3'])
    expect(api.calls.map(({ given }) => given)).toEqual([
      { channel: 'C1', limit: 500 },
      { channel: 'C1', limit: 500, cursor: 'next' },
    ])
  })

  it('does not know the members of a channel that has too many', async () => {
    const members = Array.from({ length: 500 }, (_, index) => `U${index}`)
    const { api, directory } = createTested(
      { 'conversations.members': () => ({ members, response_metadata: { next_cursor: 'next' } }) },
      { mostMembers: 1_200 },
    )

    expect(await directory.listMembers('C1', signal)).toBeUndefined()
    expect(await directory.listMembers('C1', signal)).toBeUndefined()
    expect(api.calls).toHaveLength(3)
  })

  it('lists the channels that a person and Kiku are both in, those of other workspaces left out', async () => {
    const { api, directory } = createTested({
      'users.conversations': ({ user }) => ({
        channels: user
          ? [channel('C1'), channel('C2'), channel('C3', { context_team_id: 'T9' })]
          : [channel('C1'), channel('C3', { context_team_id: 'T9' }), channel('C4', { is_private: true })],
      }),
    })

    expect(await directory.listChannelsOf('U1', signal)).toEqual(['C1'])
    expect((await directory.listOwnChannels(signal)).map(({ id }) => id)).toEqual(['C1', 'C4'])
    expect(api.calls).toHaveLength(2)
  })

  it('forgets who is in a channel, and in which channels who left is', async () => {
    let theirs = ['C1', 'C2']
    const { directory } = createTested({
      'users.conversations': ({ user }) => ({ channels: (user ? theirs : ['C1', 'C2']).map((id) => channel(id)) }),
      'conversations.members': () => ({ members: theirs.includes('C1') ? ['UKIKU', 'U1'] : ['UKIKU'] }),
    })
    await directory.listChannelsOf('U1', signal)
    await directory.listMembers('C1', signal)

    theirs = ['C2']
    directory.forgetChannel('C1')

    expect(await directory.listChannelsOf('U1', signal)).toEqual(['C2'])
    expect(await directory.listMembers('C1', signal)).toEqual(['UKIKU'])
  })
})

describe('failures', () => {
  it('costs nobody anything for a minute when the app lacks a scope, and says so once', async () => {
    const { api, clock, warnings, directory } = createTested({
      'conversations.members': () => {
        throw refuse('missing_scope')
      },
    })

    for (const id of ['C1', 'C1', 'C2', 'C3']) expect(await directory.listMembers(id, signal)).toBeUndefined()
    const before = api.calls.length
    clock.pass(121_000)
    await directory.listMembers('C1', signal)

    expect([before, api.calls.length]).toEqual([1, 2])
    expect(warnings[0]).toEqual({ method: 'conversations.members', refusal: 'missing_scope' })
    expect(warnings).toHaveLength(2)
  })

  it('goes on asking for others when one person is not found', async () => {
    const { api, directory } = createTested(usersInfo({ U2: member('U2') }))

    expect(await directory.findUser('U1', signal)).toBeUndefined()
    expect(await directory.findUser('U1', signal)).toBeUndefined()
    expect(await directory.findUser('U2', signal)).toMatchObject({ id: 'U2' })
    expect(api.calls).toHaveLength(2)
  })

  it('waits for Slack no longer than it may', async () => {
    const { directory } = createTested({ 'users.info': () => new Promise(() => {}) }, { timeoutMs: 5 })

    expect(await directory.findUser('U1', signal)).toBeUndefined()
    expect(directory.peekUser('U1')).toBeUndefined()
  })

  it('keeps what it knew when it cannot be refreshed, until that is stale', async () => {
    let isDown = false
    const { clock, directory } = createTested({
      'users.info': () => {
        if (isDown) throw new Error('down')
        return { user: member('U1') }
      },
    })
    await directory.findUser('U1', signal)
    isDown = true

    clock.pass(9 * 60_000)
    await directory.findUser('U1', signal)
    await settled()
    const stillKnown = await directory.findUser('U1', signal)
    clock.pass(61_000)

    expect(stillKnown).toMatchObject({ id: 'U1' })
    expect(await directory.findUser('U1', signal)).toBeUndefined()
  })

  it('ends the wait of one who gives up, and of nobody else', async () => {
    const { promise, resolve } = createGateway()
    const { directory } = createTested({ 'users.info': () => promise.then(() => ({ user: member('U1') })) })
    const impatient = new AbortController()
    const given = directory.findUser('U1', impatient.signal)
    const patient = directory.findUser('U1', signal)

    impatient.abort(new Error('enough'))
    resolve()

    await expect(given).rejects.toThrow('enough')
    expect(await patient).toMatchObject({ id: 'U1' })
  })

  it('takes an answer of another shape for none', async () => {
    const { directory } = createTested({ 'users.info': () => ({ user: 'U1' }), 'conversations.info': () => null })

    expect(await directory.findUser('U1', signal)).toBeUndefined()
    expect(await directory.findChannel('C1', signal)).toBeUndefined()
  })
})
