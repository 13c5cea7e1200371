import { describe, expect, it } from 'vitest'
import { ALICE, channel, dispatch, KIKU, ORDINARY, role, server, tell } from './told-world.ts'

const G = '1000'
const office = server(G, { channels: [channel('10')] })

describe('what the gateway has told', () => {
  it('is not relied on from one session to the next', () => {
    const facts = tell(office, server('2000'))

    dispatch(facts, 'READY', { user: { id: KIKU }, guilds: [{ id: G, unavailable: true }] })

    expect(facts.findGuild(G)).toBeUndefined()
    expect(facts.listGuilds()).toEqual([G])
    dispatch(facts, 'GUILD_CREATE', office)
    expect(facts.findGuild(G)?.channels.has('10')).toBe(true)
  })

  it('of one connection outlives the session of another', () => {
    const facts = tell(office)

    facts.take({ type: 'READY', shard: 1, data: { user: { id: KIKU }, guilds: [{ id: '2000' }] } })

    expect(facts.findGuild(G)).toBeDefined()
    expect(facts.listGuilds()).toEqual([G, '2000'])
  })

  it('is forgotten where it changes into what cannot be read', () => {
    const facts = tell(office, server('2000'))

    dispatch(facts, 'GUILD_ROLE_UPDATE', { guild_id: G, role: { id: G, permissions: 'all' } })
    dispatch(facts, 'GUILD_UPDATE', { id: '2000', owner_id: 7 })

    expect(facts.findGuild(G)?.roles.has(G)).toBe(false)
    expect(facts.findGuild('2000')).toBeUndefined()
    expect(facts.listGuilds()).toEqual([G, '2000'])
  })

  it('holds no channel whose exceptions cannot be read', () => {
    const broken = channel('11', { permission_overwrites: [{ id: '5', type: 2, allow: '0', deny: '0' }] })

    expect([
      ...(tell({ ...office, channels: [broken, channel('12')] })
        .findGuild(G)
        ?.channels.keys() ?? []),
    ]).toEqual(['12'])
  })

  it('follows the server, its roles and its channels', () => {
    const facts = tell(office)

    dispatch(facts, 'GUILD_UPDATE', server(G, { name: 'renamed', owner_id: ALICE, channels: undefined }))
    dispatch(facts, 'GUILD_ROLE_CREATE', { guild_id: G, role: role('1001', ORDINARY) })
    dispatch(facts, 'GUILD_ROLE_DELETE', { guild_id: G, role_id: G })
    dispatch(facts, 'CHANNEL_CREATE', { guild_id: G, ...channel('11') })

    const found = facts.findGuild(G)
    expect(found).toMatchObject({ name: 'renamed', ownerId: ALICE })
    expect([...(found?.roles.keys() ?? [])]).toEqual(['1001'])
    expect([...(found?.channels.keys() ?? [])]).toEqual(['10', '11'])
  })

  it('says whose direct messages are whose, of people', () => {
    const facts = tell(office)

    dispatch(facts, 'MESSAGE_CREATE', { channel_id: '90', channel_type: 1, author: { id: ALICE } })
    dispatch(facts, 'MESSAGE_CREATE', { channel_id: '91', channel_type: 1, author: { id: KIKU, bot: true } })
    dispatch(facts, 'MESSAGE_CREATE', { channel_id: '92', channel_type: 3, author: { id: ALICE } })
    dispatch(facts, 'MESSAGE_CREATE', { channel_id: '93', guild_id: G, channel_type: 1, author: { id: ALICE } })
    dispatch(facts, 'INTERACTION_CREATE', { channel_id: '94', context: 1, user: { id: ALICE } })
    dispatch(facts, 'INTERACTION_CREATE', { channel_id: '95', context: 2, user: { id: ALICE } })

    const found = ['90', '91', '92', '93', '94', '95'].map(facts.findRecipient)
    expect(found).toEqual([ALICE, undefined, undefined, undefined, ALICE, undefined])
  })
})
