import type { DiscordIdentity } from '../api/discord-api.ts'
import type { GatewayFacts } from '../directory/gateway-facts.ts'
import type { Packet } from '../directory/packet.ts'
import type { Arrival } from './arrival.ts'
import { createNames } from './names.ts'
import { readInteraction } from './read-interaction.ts'
import {
  readBulkDeletion,
  readChannelChange,
  readChannelDeletion,
  readDeletion,
  readGuildDeletion,
  readThreadDeletion,
  readThreadMembers,
} from './read-loss.ts'
import { readEdit, readWritten } from './read-message.ts'
import { readReaction } from './read-reaction.ts'
import { ignored } from './reading.ts'

/** Why most of what the gateway tells is ignored: it only changes the facts. */
export const NOT_FOR_KIKU = 'not-for-kiku'

/**
 * Reads what the gateway dispatched. Nothing that it can hold makes this throw.
 * @param facts those from before the packet, since they know what it takes away
 */
export function readPacket(
  { type, data }: Packet,
  { identity, facts }: { readonly identity: Pick<DiscordIdentity, 'user'>; readonly facts: GatewayFacts },
): Arrival {
  const reading = { identity, names: createNames(facts) }
  switch (type) {
    case 'MESSAGE_CREATE':
      return readWritten(data, reading)
    case 'MESSAGE_UPDATE':
      return readEdit(data, reading)
    case 'MESSAGE_DELETE':
      return readDeletion(data)
    case 'MESSAGE_DELETE_BULK':
      return readBulkDeletion(data)
    case 'INTERACTION_CREATE':
      return readInteraction(data, reading, facts)
    case 'MESSAGE_REACTION_ADD':
      return readReaction(data, true, reading)
    case 'MESSAGE_REACTION_REMOVE':
      return readReaction(data, false, reading)
    case 'CHANNEL_DELETE':
      return readChannelDeletion(data)
    case 'CHANNEL_UPDATE':
      return readChannelChange(data, facts)
    case 'THREAD_DELETE':
      return readThreadDeletion(data, facts)
    case 'THREAD_MEMBERS_UPDATE':
      return readThreadMembers(data, facts)
    case 'GUILD_DELETE':
      return readGuildDeletion(data)
    case 'READY':
      return { kind: 'session-began' }
    default:
      return ignored(NOT_FOR_KIKU)
  }
}
