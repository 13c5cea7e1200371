import { describe, expect, it } from 'vitest'
import { createDirectory } from '../../../../src/adapters/slack/directory/create-directory.ts'
import type { TelemetryFields } from '../../../../src/ports/telemetry.ts'
import { silentTelemetry } from '../../../../src/ports/telemetry.ts'
import {
  channel,
  createGateway,
  createManualClock,
  createScriptedApi,
  identity,
  member,
  refuse,
} from './scripted-api.ts'

const { signal } = new AbortController()
type Script = Parameters<typeof createScriptedApi>[0]

function createTested(script: Script, options: { readonly mostMembers?: number; readonly timeoutMs?: number } = {}) {
  const api = createScriptedApi(script)
  const clock = createManualClock()
  const warnings: (TelemetryFields | undefined)[] = []
  const telemetry = {
    ...silentTelemetry,
    warn: (_event: string, fields?: TelemetryFields) => void warnings.push(fields),
  }
  return { api, clock, warnings, directory: createDirectory({ api, identity, clock, telemetry, ...options }) }
}

const usersInfo = (people: Readonly<Record<string, unknown>>): Script => ({
  'users.info': ({ user }) => {
    const found = people[String(user)]
    if (found === undefined) throw refuse('user_not_found')
    return { ok: true, user: found }
  },
})

describe('people', () => {
  it('reads a person, name, language and time zone included', async () => {
    const yuki = member('U1', {
      locale: 'ja-JP',
      tz_offset: 32_400,
      profile: { display_name: '', real_name: '田中雪' },
    })
    const { api, directory } = createTested(usersInfo({ U1: yuki }))

    const user = await directory.findUser('U1', signal)

    expect(user).toEqual({
      id: 'U1',
      team: 'T1',
      name: '田中雪',
      locale: 'ja',
      utcOffset: 32_400,
      isBot: false,
      isOutsider: false,
    })
    expect(directory.peekUser('U1')).toEqual(user)
    expect(api.calls).toEqual([{ method: 'users.info', given: { user: 'U1', include_locale: true } }])
  })

  it.each([
    ['a member', {}, false],
    ['a bot', { is_bot: true }, false],
    ['a single-channel guest', { is_restricted: true, is_ultra_restricted: true }, true],
    ['a multi-channel guest', { is_restricted: true }, true],
    ['a person of another workspace', { team_id: 'T2' }, true],
    ['a stranger', { is_stranger: true }, true],
    ['a deactivated person', { deleted: true }, true],
    ['a person who has not come yet', { is_invited_user: true }, true],
    ['somebody of whom Slack says little', { is_restricted: undefined, is_ultra_restricted: undefined }, true],
    ['a colleague by the organisation', { team_id: 'T9', enterprise_user: { teams: ['T9', 'T1'] } }, false],
    ['a guest by the organisation', { team_id: 'T9', enterprise_user: { teams: ['T1'] }, is_restricted: true }, true],
    ['somebody elsewhere in the organisation', { team_id: 'T9', enterprise_user: { teams: ['T9'] } }, true],
  ])('says of %s whether it is an outsider', async (_who, fields, isOutsider) => {
    const { directory } = createTested(usersInfo({ U1: member('U1', fields) }))

    expect(await directory.findUser('U1', signal)).toMatchObject({ isOutsider })
  })

  it('assumes nothing of a person whose workspace Slack does not name', async () => {
    const { directory } = createTested(usersInfo({ U1: member('U1', { team_id: undefined }) }))

    expect(await directory.findUser('U1', signal)).toBeUndefined()
  })

  it('asks once for a person whom many want to know of at the same time', async () => {
    const { api, directory } = createTested(usersInfo({ U1: member('U1') }))

    await Promise.all(Array.from({ length: 50 }, () => directory.findUser('U1', signal)))

    expect(api.calls).toHaveLength(1)
  })

  it('remembers for ten minutes, and asks again in the background before they are over', async () => {
    const people = { U1: member('U1', { name: 'old' }) }
    const { api, clock, directory } = createTested(usersInfo(people))
    await directory.findUser('U1', signal)
    people.U1 = member('U1', { name: 'new' })

    clock.pass(7 * 60_000)
    const fresh = await directory.findUser('U1', signal)
    clock.pass(90_000)
    const nearlyStale = await directory.findUser('U1', signal)
    await settled()
    const refreshed = await directory.findUser('U1', signal)

    expect([fresh?.name, nearlyStale?.name, refreshed?.name]).toEqual(['old', 'old', 'new'])
    expect(api.calls).toHaveLength(2)
  })

  it('asks again for who was forgotten, also when the answer was on its way', async () => {
    const { promise, resolve } = createGateway()
    let isGuest = false
    const { api, directory } = createTested({
      'users.info': async () => {
        const user = member('U1', { is_restricted: isGuest })
        await promise
        return { user }
      },
    })
    const asked = directory.findUser('U1', signal)
    await settled()

    isGuest = true
    directory.forgetUser('U1')
    resolve()

    expect(await asked).toBeUndefined()
    expect(await directory.findUser('U1', signal)).toMatchObject({ isOutsider: true })
    expect(api.calls).toHaveLength(2)
  })

  it('reads the list of the workspace for many people, and asks singly for strangers', async () => {
    const ids = Array.from({ length: 300 }, (_, index) => `U${index}`)
    const list: Script = {
      'users.list': ({ cursor }) => ({
        members: ids.slice(cursor ? 150 : 0, cursor ? 300 : 150).map((id) => member(id)),
        response_metadata: { next_cursor: cursor ? '' : 'second' },
      }),
      ...usersInfo({ USTRANGER: member('USTRANGER', { team_id: 'T2', is_stranger: true }) }),
    }
    const { api, directory } = createTested(list)

    const users = await Promise.all([...ids, 'USTRANGER'].map((id) => directory.findUser(id, signal)))

    expect(users.map((user) => user?.id)).toEqual([...ids, 'USTRANGER'])
    expect(users.at(-1)).toMatchObject({ isOutsider: true })
    expect([api.callsOf('users.list'), api.callsOf('users.info')]).toEqual([2, 1])
  })

  it('does not believe a list about a person who was changed meanwhile', async () => {
    const ids = Array.from({ length: 30 }, (_, index) => `U${index}`)
    const { promise, resolve } = createGateway()
    const { directory } = createTested({
      'users.list': async () => {
        await promise
        return { members: ids.map((id) => member(id)) }
      },
      ...usersInfo({ U7: member('U7', { is_restricted: true }) }),
    })
    const asked = Promise.all(ids.map((id) => directory.findUser(id, signal)))
    await settled()

    directory.forgetUser('U7')
    const askedAgain = Promise.all(ids.map((id) => directory.findUser(id, signal)))
    resolve()

    expect((await asked)[7]).toBeUndefined()
    expect((await askedAgain)[8]).toMatchObject({ isOutsider: false })
    expect(await directory.findUser('U7', signal)).toMatchObject({ isOutsider: true })
  })
})

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

/** Everything that was begun in the background is done. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}
