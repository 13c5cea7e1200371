import type { GatewayFacts } from '../../../../src/adapters/discord/directory/gateway-facts.ts'
import type { Arrival } from '../../../../src/adapters/discord/receive/arrival.ts'
import { readPacket } from '../../../../src/adapters/discord/receive/read-packet.ts'
import { channel, KIKU, ORDINARY, overwrite, role, server, tell, thread, VIEW } from '../directory/told-world.ts'

export { KIKU }
export const G = '1000'
export const OWN_ROLE = '1009'
export const alice = { id: '11', username: 'alice', global_name: 'Alice Adams' }
export const bob = { id: '12', username: 'bob', global_name: null }
export const kiku = { id: KIKU, username: 'kiku', bot: true }

/** A server with an open channel, a closed one, and threads. */
export const office = server(G, {
  roles: [
    role(G, ORDINARY),
    role(OWN_ROLE, 0n, { name: 'Kiku', tags: { bot_id: KIKU } }),
    role('1002', 0n, { name: '当番' }),
  ],
  members: [{ user: { id: KIKU }, roles: [OWN_ROLE] }],
  channels: [
    channel('10', { name: 'general' }),
    channel('12', {
      name: 'layoffs',
      permission_overwrites: [overwrite(G, { deny: VIEW }), overwrite(OWN_ROLE, { allow: VIEW })],
    }),
  ],
  threads: [thread('20', '10', { name: 'about it' }), thread('22', '12', { type: 12, name: 'who' })],
})

export const message = (fields: object = {}) => ({
  id: '5000',
  channel_id: '10',
  guild_id: G,
  type: 0,
  author: alice,
  member: { nick: null, roles: [] },
  content: 'hello',
  mentions: [],
  mention_roles: [],
  attachments: [],
  ...fields,
})

export const direct = (fields: object = {}) =>
  message({ guild_id: undefined, channel_id: '90', channel_type: 1, ...fields })

/** @param facts default those of `office` */
export function read(type: string, data: unknown, facts: GatewayFacts = tell(office)): Arrival {
  return readPacket({ type, data, shard: 0 }, { identity: { user: KIKU }, facts })
}

/** What a message says that is told of so. */
export function written(fields: object, facts?: GatewayFacts) {
  const arrival = read('MESSAGE_CREATE', message(fields), facts)
  if (arrival.kind !== 'message') throw new Error(`It was taken for ${JSON.stringify(arrival)}.`)
  return arrival.message
}
