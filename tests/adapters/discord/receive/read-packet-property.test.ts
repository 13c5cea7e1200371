import fc from 'fast-check'
import { expect, it } from 'vitest'
import { dispatch, tell } from '../directory/told-world.ts'
import { message, office, read } from './packets.ts'

const TYPES = [
  ...['MESSAGE_CREATE', 'MESSAGE_UPDATE', 'MESSAGE_DELETE', 'MESSAGE_DELETE_BULK', 'INTERACTION_CREATE', 'READY'],
  ...['MESSAGE_REACTION_ADD', 'MESSAGE_REACTION_REMOVE', 'CHANNEL_CREATE', 'CHANNEL_UPDATE', 'CHANNEL_DELETE'],
  ...[
    'THREAD_CREATE',
    'THREAD_UPDATE',
    'THREAD_DELETE',
    'THREAD_LIST_SYNC',
    'THREAD_MEMBERS_UPDATE',
    'THREAD_MEMBER_UPDATE',
  ],
  ...['GUILD_CREATE', 'GUILD_UPDATE', 'GUILD_DELETE', 'GUILD_ROLE_CREATE', 'GUILD_ROLE_UPDATE', 'GUILD_ROLE_DELETE'],
  ...['GUILD_MEMBER_ADD', 'GUILD_MEMBER_UPDATE', 'GUILD_MEMBER_REMOVE', 'toString', '__proto__', 'constructor'],
]
const id = fc.constantFrom('1', '10', '12', '20', '22', '1000', '1009', '5000')
const any = fc.oneof(fc.anything({ maxDepth: 2 }), id, fc.string(), fc.constant(null), fc.array(id))

/** A packet with some of its fields as they should be, and some as nobody expects them. */
const data = fc
  .tuple(
    fc.dictionary(
      fc.constantFrom(
        ...Object.keys(message()),
        'guild_id',
        'parent_id',
        'token',
        'data',
        'role',
        'role_id',
        'overwrites',
        'permission_overwrites',
        'channels',
        'roles',
        'threads',
        'members',
        'user',
        'emoji',
        'flags',
        'nsfw',
      ),
      any,
    ),
    fc.subarray(['id', 'channel_id', 'guild_id', 'type', 'author', 'content']),
  )
  .map(([hostile, kept]) => ({
    ...hostile,
    ...Object.fromEntries(Object.entries(message()).filter(([key]) => kept.includes(key))),
  }))

it('is read, or left aside, whatever the gateway tells', () => {
  const property = fc.property(fc.constantFrom(...TYPES), fc.oneof(data, any), (type, packet) => {
    const facts = tell(office)

    const arrival = read(type, packet, facts)
    dispatch(facts, type, packet as object)

    expect(arrival.kind).toEqual(expect.any(String))
    expect(Array.isArray(facts.listGuilds())).toBe(true)
  })

  fc.assert(property, { numRuns: 1_000 })
})
