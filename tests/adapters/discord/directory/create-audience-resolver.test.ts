import { describe, expect, it } from 'vitest'
import { createAudienceResolver } from '../../../../src/adapters/discord/directory/create-audience-resolver.ts'
import type { GatewayFacts } from '../../../../src/adapters/discord/directory/gateway-facts.ts'
import { createManualClock, refuse } from './tell-of-world.ts'
import {
  ALICE,
  BOB,
  channel,
  createScriptedApi,
  dispatch,
  HISTORY,
  neverAnswering,
  ORDINARY,
  overwrite,
  role,
  type ScriptedApi,
  server,
  tell,
  thread,
  VIEW,
} from './told-world.ts'

const { signal } = new AbortController()
const G = '1000'

const restricted = (id: string) =>
  channel(id, { permission_overwrites: [overwrite(G, { deny: VIEW }), overwrite('1001', { allow: VIEW | HISTORY })] })

const CHANNELS = [channel('10'), channel('11'), restricted('12'), channel('13', { type: 2 })]

const office = server(G, {
  roles: [role(G, ORDINARY), role('1001', 0n)],
  channels: CHANNELS,
  threads: [thread('20', '10'), thread('21', '12', { type: 12 })],
})
const memberRoute = (user: string, guild = G) => `/guilds/${guild}/members/${user}` as const

function resolve(facts: GatewayFacts, api: ScriptedApi, options: { timeoutMs?: number; mostGuilds?: number } = {}) {
  const clock = createManualClock()
  return { clock, ...createAudienceResolver({ facts, api, clock, ...options }) }
}

const place = (channelId: string, root = '7', guild = G) => ({ guild, channel: channelId, root })

describe('what all readers of a reply may read', () => {
  it('is in an open channel what every member may read, without asking anybody', async () => {
    const api = createScriptedApi()
    const { forReply } = resolve(tell(office), api)

    const { labels } = await forReply(place('10', '20'), signal)

    expect(labels).toEqual([
      'public',
      'thread:discord:1000:10:20',
      'discord:1000:10',
      'discord:1000',
      'discord:1000:11',
    ])
    expect(api.calls).toEqual([])
  })

  it('is in a restricted channel that and its own, and no other restricted one', async () => {
    const twice = { ...office, channels: [...CHANNELS, restricted('14')] }
    const { forReply } = resolve(tell(twice), createScriptedApi())

    const { labels } = await forReply(place('12'), signal)

    expect(labels).toContain('discord:1000:12')
    expect(labels).toContain('discord:1000:10')
    expect(labels).not.toContain('discord:1000:14')
  })

  it('is in a private thread its own and that of its channel besides', async () => {
    const { forReply } = resolve(tell(office), createScriptedApi())

    const { labels } = await forReply(place('21', '21'), signal)

    expect(labels).toEqual(
      expect.arrayContaining(['discord:1000:21', 'discord:1000:12', 'discord:1000', 'discord:1000:10']),
    )
  })

  it('is the same in a private thread that is archived, which has to be asked for', async () => {
    const archived = { id: '22', guild_id: G, parent_id: '12', type: 12, name: 'old' }
    const { forReply } = resolve(tell(office), createScriptedApi({ '/channels/22': () => archived }))

    const { labels } = await forReply(place('22', '22'), signal)

    expect(labels).toEqual(expect.arrayContaining(['discord:1000:22', 'discord:1000:12', 'discord:1000']))
  })

  it('is its own alone where people read along who are no members', async () => {
    const { forReply } = resolve(tell({ ...office, features: ['DISCOVERABLE'] }), createScriptedApi())

    expect((await forReply(place('13'), signal)).labels).toEqual([
      'public',
      'thread:discord:1000:13:7',
      'discord:1000:13',
    ])
    expect((await forReply(place('10'), signal)).labels).toEqual([
      'public',
      'thread:discord:1000:10:7',
      'discord:1000:10',
    ])
    expect((await forReply(place('12'), signal)).labels).toContain('discord:1000')
  })

  it('is not what was said before where the past is hidden from some', async () => {
    const hidden = channel('15', { permission_overwrites: [overwrite(G, { deny: HISTORY })] })
    const { forReply } = resolve(tell({ ...office, channels: [hidden] }), createScriptedApi())

    expect((await forReply(place('15'), signal)).labels).toEqual(['public', 'thread:discord:1000:15:7', 'discord:1000'])
  })

  it('is where Kiku is not that of the conversation, and in groups what it was told there', async () => {
    const { forReply } = resolve(tell(office), createScriptedApi())

    expect((await forReply(place('50', '7', '5000'), signal)).labels).toEqual(['public', 'thread:discord:5000:50:7'])
    expect((await forReply(place('60', '7', 'dm'), signal)).labels).toEqual([
      'public',
      'discord:dm:60',
      'thread:discord:dm:60:7',
    ])
  })

  it('is in a direct message all that the person may read', async () => {
    const api = createScriptedApi({
      '/channels/90': () => ({ id: '90', type: 1, recipients: [{ id: ALICE }] }),
      [memberRoute(ALICE)]: () => ({ roles: ['1001'] }),
    })
    const { forReply } = resolve(tell(office), api)

    const { labels } = await forReply(place('90', '7', 'dm'), signal)

    expect(labels).toEqual(
      expect.arrayContaining(['discord:dm:90', `person:discord:${ALICE}`, 'discord:1000', 'discord:1000:12']),
    )
    expect(labels).not.toContain('discord:1000:21')
  })

  it('needs not ask whose direct message it is when somebody wrote there', async () => {
    const facts = tell(office)
    const api = createScriptedApi({ [memberRoute(ALICE)]: () => ({ roles: [] }) })
    dispatch(facts, 'MESSAGE_CREATE', { channel_id: '90', channel_type: 1, author: { id: ALICE } })

    const { labels } = await resolve(facts, api).forReply(place('90', '7', 'dm'), signal)

    expect(labels).toContain(`person:discord:${ALICE}`)
    expect(api.calls).toEqual([memberRoute(ALICE)])
  })

  it('loses what is taken away from the moment on that the gateway tells of it', async () => {
    const facts = tell(office)
    const { forReply } = resolve(facts, createScriptedApi())
    const before = await forReply(place('10'), signal)

    dispatch(facts, 'CHANNEL_UPDATE', {
      guild_id: G,
      ...channel('11', { permission_overwrites: [overwrite(BOB, { deny: VIEW }, 1)] }),
    })

    expect(before.labels).toContain('discord:1000:11')
    expect((await forReply(place('10'), signal)).labels).not.toContain('discord:1000:11')
  })

  it('relies on nothing that it was told in an earlier session, or cannot read', async () => {
    const facts = tell(office)
    const { forReply } = resolve(facts, createScriptedApi())

    dispatch(facts, 'READY', { user: { id: '1' }, guilds: [{ id: G }] })
    const inBetween = await forReply(place('10'), signal)
    dispatch(facts, 'GUILD_CREATE', office)
    dispatch(facts, 'CHANNEL_UPDATE', { guild_id: G, id: '11', type: 0, permission_overwrites: 'none' })

    expect(inBetween.labels).toEqual(['public', 'thread:discord:1000:10:7'])
    expect((await forReply(place('10'), signal)).labels).not.toContain('discord:1000:11')
  })
})

describe('what one person may read', () => {
  it('is what their roles open to them in every server', async () => {
    const partner = server('2000', { channels: [channel('30')] })
    const api = createScriptedApi({
      [memberRoute(ALICE)]: () => ({ roles: ['1001'] }),
      [memberRoute(ALICE, '2000')]: () => ({ roles: [], pending: true }),
      [memberRoute(BOB)]: () => ({ roles: [] }),
    })
    const { forPerson } = resolve(tell(office, partner), api)

    const alice = await forPerson(ALICE, place('10', 'private-7'), signal)
    const bob = await forPerson(BOB, place('10', 'private-7'), signal)

    expect(alice.labels).toEqual(expect.arrayContaining(['discord:1000', 'discord:1000:12', 'discord:2000:30']))
    expect(alice.labels).not.toContain('discord:2000')
    expect(bob.labels).toEqual(expect.arrayContaining(['discord:1000', 'discord:1000:11']))
    expect(bob.labels).not.toContain('discord:1000:12')
    expect(bob.labels).not.toContain('discord:2000:30')
  })

  it('is in a private thread its own only for who is in it', async () => {
    const roles = () => ({ roles: ['1001'] })
    const api = createScriptedApi({
      [memberRoute(ALICE)]: roles,
      [memberRoute(BOB)]: roles,
      [`/channels/21/thread-members/${ALICE}`]: () => ({}),
    })
    const { forPerson } = resolve(tell(office), api)

    expect((await forPerson(ALICE, place('21', '21'), signal)).labels).toContain('discord:1000:21')
    expect((await forPerson(BOB, place('21', '21'), signal)).labels).not.toContain('discord:1000:21')
  })

  it('loses the private thread when the person was put out of it', async () => {
    let isIn = true
    const api = createScriptedApi({
      [memberRoute(ALICE)]: () => ({ roles: ['1001'] }),
      [`/channels/21/thread-members/${ALICE}`]: () => (isIn ? {} : Promise.reject(refuse(404, 10_007))),
    })
    const { forPerson } = resolve(tell(office), api)
    const before = await forPerson(ALICE, place('21', '21'), signal)

    isIn = false

    expect(before.labels).toContain('discord:1000:21')
    expect((await forPerson(ALICE, place('21', '21'), signal)).labels).not.toContain('discord:1000:21')
  })

  it('is asked for anew every time, since nobody tells of a role that was taken away', async () => {
    let roles = ['1001']
    const api = createScriptedApi({ [memberRoute(ALICE)]: () => ({ roles }) })
    const { forPerson } = resolve(tell(office), api)
    const before = await forPerson(ALICE, place('10', 'private-7'), signal)

    roles = []
    const after = await forPerson(ALICE, place('10', 'private-7'), signal)

    expect(before.labels).toContain('discord:1000:12')
    expect(after.labels).not.toContain('discord:1000:12')
  })

  it('does not count as it was where Discord does not answer: roles may have been taken meanwhile', async () => {
    let isUp = true
    const answer = () => (isUp ? { roles: ['1001'] } : Promise.reject(refuse(500, 0)))
    const { forPerson, clock } = resolve(tell(office), createScriptedApi({ [memberRoute(ALICE)]: answer }))
    const labels = async () => {
      clock.pass(1)
      return (await forPerson(ALICE, place('10', 'private-7'), signal)).labels
    }
    const before = await labels()
    isUp = false

    const meanwhile = await labels()
    isUp = true
    clock.pass(60_000)
    const after = await labels()

    expect(before).toContain('discord:1000:12')
    expect(meanwhile).not.toContain('discord:1000:12')
    expect(after).toContain('discord:1000:12')
  })

  it('is not asked for again and again in servers where the person is not', async () => {
    const facts = tell(office)
    const api = createScriptedApi()
    const { forPerson, clock } = resolve(facts, api)
    const here = place('10', 'private-7')
    await forPerson(BOB, here, signal)
    clock.pass(5 * 60_000)
    await forPerson(BOB, here, signal)
    const calls = api.calls.length

    dispatch(facts, 'MESSAGE_CREATE', { guild_id: G, author: { id: BOB }, member: { roles: [] } })
    await forPerson(BOB, here, signal)

    expect(calls).toBe(1)
    expect(api.calls).toEqual([memberRoute(BOB), memberRoute(BOB)])
  })

  it('is looked up first where the person was seen last, and in so many servers at most', async () => {
    const servers = Array.from({ length: 6 }, (_, index) => server(String(3_000 + index)))
    const facts = tell(...servers)
    const api = createScriptedApi()
    const { forPerson } = resolve(facts, api, { mostGuilds: 3 })
    for (const guild of ['3004', '3005']) {
      dispatch(facts, 'MESSAGE_CREATE', { guild_id: guild, author: { id: ALICE }, member: { roles: [] } })
    }

    await forPerson(ALICE, place('10', 'private-7', 'dm'), signal)

    expect(api.calls.filter((route) => route.startsWith('/guilds'))).toEqual([
      memberRoute(ALICE, '3005'),
      memberRoute(ALICE, '3004'),
      memberRoute(ALICE, '3000'),
    ])
  })

  it('leaves out what is not told in time', async () => {
    const partner = server('2000', { channels: [channel('30')] })
    const api = createScriptedApi({
      [memberRoute(ALICE)]: neverAnswering,
      [memberRoute(ALICE, '2000')]: () => ({ roles: [] }),
    })
    const { forPerson } = resolve(tell(office, partner), api, { timeoutMs: 30 })

    const { labels } = await forPerson(ALICE, place('10', 'private-7'), signal)

    expect(labels).toContain('discord:2000:30')
    expect(labels).not.toContain('discord:1000')
  })

  it('ends with the reason of the signal', async () => {
    const stopping = new AbortController()
    const { forPerson } = resolve(tell(office), createScriptedApi({ [memberRoute(ALICE)]: neverAnswering }))
    const asked = forPerson(ALICE, place('10', 'private-7'), stopping.signal)

    stopping.abort(new Error('enough'))

    await expect(asked).rejects.toThrow('enough')
  })

  it('counts what the gateway tells while Discord is still being asked', async () => {
    const facts = tell(office)
    let answer = (_member: unknown) => {}
    const waiting = new Promise((resolve) => {
      answer = resolve
    })
    const { forPerson } = resolve(facts, createScriptedApi({ [memberRoute(ALICE)]: () => waiting }))
    const asked = forPerson(ALICE, place('10', 'private-7'), signal)

    dispatch(facts, 'CHANNEL_UPDATE', {
      guild_id: G,
      ...channel('11', { permission_overwrites: [overwrite(G, { deny: VIEW })] }),
    })
    answer({ roles: [] })

    expect((await asked).labels).not.toContain('discord:1000:11')
  })
})
