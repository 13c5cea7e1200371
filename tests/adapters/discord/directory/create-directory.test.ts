import { describe, expect, it } from 'vitest'
import { createDirectory } from '../../../../src/adapters/discord/directory/create-directory.ts'
import type { GatewayFacts } from '../../../../src/adapters/discord/directory/gateway-facts.ts'
import { createManualClock, refuse } from './tell-of-world.ts'
import {
  ALICE,
  channel,
  createScriptedApi,
  dispatch,
  HISTORY,
  IN_THREADS,
  KIKU,
  neverAnswering,
  ORDINARY,
  overwrite,
  role,
  type ScriptedApi,
  SPEAK,
  server,
  tell,
  thread,
  VIEW,
} from './told-world.ts'

const { signal } = new AbortController()
const G = '1000'
const own = { members: [{ user: { id: KIKU }, roles: ['1009'] }] }
const roles = [role(G, ORDINARY), role('1009', 0n, { tags: { bot_id: KIKU } })]

const office = server(G, {
  ...own,
  roles,
  name: 'Office',
  features: ['COMMUNITY'],
  preferred_locale: 'ja',
  channels: [
    channel('9', { type: 4, name: 'a category' }),
    channel('10', { name: 'general' }),
    channel('11', { type: 5 }),
    channel('12', { permission_overwrites: [overwrite(G, { deny: VIEW })] }),
    channel('13', { type: 2 }),
    channel('14', { type: 15, name: 'ideas' }),
    channel('15', { permission_overwrites: [overwrite('1009', { deny: SPEAK | HISTORY })] }),
    channel('16', { permission_overwrites: [overwrite(KIKU, { deny: IN_THREADS }, 1)] }),
  ],
  threads: [
    thread('20', '10', { name: 'about it' }),
    thread('21', '14'),
    thread('22', '10', { type: 12 }),
    thread('23', '10', { type: 12, member: { id: '23', user_id: KIKU } }),
    thread('24', '16'),
    thread('25', '10', { thread_metadata: { archived: false, locked: true } }),
  ],
})

function open(facts: GatewayFacts, api: ScriptedApi = createScriptedApi({}, 10_003)) {
  const clock = createManualClock()
  return { clock, api, ...createDirectory({ facts, api, clock, timeoutMs: 50 }) }
}

describe('channels', () => {
  it.each([
    ['10', { kind: 'text', name: 'general', guild: G }],
    ['11', { kind: 'announcement' }],
    ['13', { kind: 'voice' }],
    ['14', { kind: 'forum' }],
    ['20', { kind: 'public-thread', name: 'about it', parentId: '10', isPost: false }],
    ['21', { kind: 'public-thread', parentId: '14', isPost: true }],
    ['22', { kind: 'private-thread', parentId: '10' }],
  ])('are known as the gateway tells of them: %s', async (id, expected) => {
    const directory = open(tell(office))

    expect(directory.peekChannel(id)).toMatchObject({ id, ...expected })
    expect(await directory.findChannel(id, G, signal)).toEqual(directory.peekChannel(id))
    expect(directory.api.calls).toEqual([])
  })

  it('are asked for where the gateway does not tell, once for everybody', async () => {
    const api = createScriptedApi({
      '/channels/30': () => ({ id: '30', type: 11, guild_id: G, parent_id: '14', name: 'old' }),
      '/channels/90': () => ({ id: '90', type: 1, recipients: [{ id: ALICE }] }),
      '/channels/91': () => ({ id: '91', type: 3, name: 'us' }),
    })
    const directory = open(tell(office), api)

    const [post] = await Promise.all(['a', 'b'].map(() => directory.findChannel('30', G, signal)))

    expect(post).toEqual({ id: '30', guild: G, name: 'old', kind: 'public-thread', parentId: '14', isPost: true })
    expect(await directory.findChannel('90', 'dm', signal)).toMatchObject({ kind: 'direct', guild: 'dm' })
    expect(await directory.findChannel('91', 'dm', signal)).toMatchObject({ kind: 'group', guild: 'dm' })
    expect(directory.peekChannel('30')).toEqual(post)
    expect(api.calls).toEqual(['/channels/30', '/channels/90', '/channels/91'])
  })

  it('are not those of another server, nor any that Discord does not tell of in time', async () => {
    const api = createScriptedApi({
      '/channels/31': neverAnswering,
      '/channels/32': () => Promise.reject(refuse(403, 50_001)),
      '/channels/33': () => ({ id: '34', type: 0, guild_id: G }),
      '/channels/35': () => ({ id: '35', type: 4, guild_id: G }),
      '/channels/36': () => Promise.reject(refuse(404, 10_003)),
    })
    const directory = open(tell(office), api)

    const found = ['31', '32', '33', '35', '36'].map((id) => directory.findChannel(id, G, signal))

    expect(await Promise.all(found)).toEqual(found.map(() => undefined))
    expect(await directory.findChannel('10', '2000', signal)).toBeUndefined()
    // What is not there, is gone; the rest may only not be told.
    expect(['31', '32', '33', '35', '36'].filter(directory.isGone)).toEqual(['36'])
  })

  it('are forgotten when they are deleted', async () => {
    const facts = tell(office)
    const api = createScriptedApi({
      '/channels/30': () => ({ id: '30', type: 11, guild_id: G, parent_id: '10', name: 'old' }),
    })
    const directory = open(facts, api)
    await directory.findChannel('30', G, signal)

    dispatch(facts, 'THREAD_DELETE', { id: '20', guild_id: G, parent_id: '10' })
    dispatch(facts, 'CHANNEL_DELETE', { id: '10', guild_id: G, type: 0 })

    expect(['10', '20', '22', '30'].map(directory.peekChannel)).toEqual([undefined, undefined, undefined, undefined])
    expect(directory.peekChannel('11')).toBeDefined()
    expect(['10', '11', '20', '21'].filter(directory.isGone)).toEqual(['10', '20'])
  })

  it('follow threads as they are opened, renamed and put away', () => {
    const facts = tell(office)
    const directory = open(facts)

    dispatch(facts, 'THREAD_CREATE', { ...thread('40', '10'), guild_id: G })
    dispatch(facts, 'THREAD_UPDATE', { ...thread('20', '10', { name: 'about that' }), guild_id: G })
    dispatch(facts, 'THREAD_UPDATE', { ...thread('21', '14', { thread_metadata: { archived: true } }), guild_id: G })
    dispatch(facts, 'THREAD_LIST_SYNC', {
      guild_id: G,
      channel_ids: ['11'],
      threads: [thread('41', '11')],
      members: [],
    })

    expect(['40', '20', '21', '41'].map((id) => directory.peekChannel(id)?.name)).toEqual([
      'thread-40',
      'about that',
      undefined,
      'thread-41',
    ])
  })
})

describe('missing permissions', () => {
  const answer = (id: string) => open(tell(office)).missingPermissions(id, 'answer')

  it('are none where Kiku may do what it wants to', () => {
    const directory = open(tell(office))

    expect(directory.missingPermissions('10', 'answer')).toEqual([])
    expect(directory.missingPermissions('20', 'answer')).toEqual([])
    expect(directory.missingPermissions('10', 'open-thread')).toEqual([])
    expect(directory.missingPermissions('10', 'read-history')).toEqual([])
  })

  it('are named as discord.js does', () => {
    const directory = open(tell(office))

    expect(answer('12')).toEqual(['ViewChannel'])
    expect([...answer('15')].sort()).toEqual(['ReadMessageHistory', 'SendMessages'])
    expect(directory.missingPermissions('15', 'read-history')).toEqual(['ReadMessageHistory'])
    expect(directory.missingPermissions('16', 'open-thread')).toEqual(['SendMessagesInThreads'])
    expect(answer('13')).toEqual(['Connect'])
  })

  it('are in threads those of their channel, and what threads ask for besides', () => {
    expect(answer('24')).toEqual(['SendMessagesInThreads'])
    expect(answer('22')).toEqual(['ViewChannel'])
    expect(answer('23')).toEqual([])
    expect(answer('25')).toEqual(['ManageThreads'])
  })

  it('follow what happens to Kiku itself', () => {
    const facts = tell(office)
    const directory = open(facts)

    dispatch(facts, 'GUILD_ROLE_UPDATE', { guild_id: G, role: role('1009', 8n) })
    const administrator = directory.missingPermissions('12', 'answer')
    dispatch(facts, 'GUILD_MEMBER_UPDATE', { guild_id: G, user: { id: KIKU }, roles: [] })

    expect(administrator).toEqual([])
    expect(directory.missingPermissions('12', 'answer')).toEqual(['ViewChannel'])
  })

  it('follow Kiku into private threads and out of them', () => {
    const facts = tell(office)
    const directory = open(facts)

    dispatch(facts, 'THREAD_MEMBERS_UPDATE', { id: '22', guild_id: G, added_members: [{ user_id: KIKU }] })
    dispatch(facts, 'THREAD_UPDATE', { ...thread('22', '10', { type: 12, name: 'renamed' }), guild_id: G })
    dispatch(facts, 'THREAD_MEMBERS_UPDATE', { id: '23', guild_id: G, removed_member_ids: [ALICE, KIKU] })

    expect(directory.missingPermissions('22', 'answer')).toEqual([])
    expect(directory.missingPermissions('23', 'answer')).toEqual(['ViewChannel'])
  })

  it('are the same in a private thread that was put away and taken up again', () => {
    const facts = tell(office)
    const directory = open(facts)
    const update = (archived: boolean) => {
      const changed = thread('22', '10', { type: 12, thread_metadata: { archived } })
      dispatch(facts, 'THREAD_UPDATE', { ...changed, guild_id: G })
    }
    dispatch(facts, 'THREAD_MEMBERS_UPDATE', { id: '22', guild_id: G, added_members: [{ user_id: KIKU }] })

    update(true)
    update(false)

    expect(directory.missingPermissions('22', 'answer')).toEqual([])
  })

  it('are none in direct messages, and the view where nothing is known', () => {
    const facts = tell(office)
    const directory = open(facts)
    dispatch(facts, 'MESSAGE_CREATE', { channel_id: '90', channel_type: 1, author: { id: ALICE } })

    expect(directory.missingPermissions('90', 'answer')).toEqual([])
    expect(directory.missingPermissions('77', 'answer')).toEqual(['ViewChannel'])
  })
})

describe('servers', () => {
  it('are listed also during an outage, and not once Kiku was put out', () => {
    const facts = tell(office, server('2000'), server('3000'))
    const directory = open(facts)

    dispatch(facts, 'GUILD_DELETE', { id: '2000', unavailable: true })
    dispatch(facts, 'GUILD_DELETE', { id: '3000' })

    expect(directory.listGuilds()).toEqual([G, '2000'])
    expect(directory.listReadableChannels('2000')).toEqual([])
  })

  it('have the channels whose past Kiku may read', () => {
    expect(
      open(tell(office))
        .listReadableChannels(G)
        .map(({ id }) => id),
    ).toEqual(['10', '11', '14', '16'])
  })

  it.each([
    [['COMMUNITY'], 'ja', 'ja'],
    [['COMMUNITY'], 'en-GB', 'en'],
    [['COMMUNITY'], 'fr', undefined],
    [[], 'ja', undefined],
  ])('have a language where somebody chose one: %s %s', (features, locale, expected) => {
    const facts = tell({ ...office, features, preferred_locale: locale })

    expect(open(facts).languageOf(G)).toBe(expected)
  })
})
