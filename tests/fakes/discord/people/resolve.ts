import type { PeerState } from '../peer-state.ts'
import { compact, type WireObject } from '../wire.ts'
import { permissionsIn } from '../world/permissions.ts'
import { type WorldChannel, wireChannel } from '../world/world-channel.ts'
import { wireMember, wireRole } from '../world/world-guild.ts'
import { wireUser } from '../world/world-user.ts'

/** What ids in an interaction stand for: told with it, so that the app need not ask. */
export interface Resolved {
  addUser(id: string): void
  addRole(id: string): void
  addChannel(id: string): void
  addAttachment(about: WireObject): void
  /** Undefined where there is nothing. */
  wire(): WireObject | undefined
}

/** @param place where the interaction is */
export function createResolved(state: PeerState, place: WorldChannel): Resolved {
  const { world } = state
  const found: Record<'users' | 'members' | 'roles' | 'channels' | 'attachments', Record<string, WireObject>> = {
    users: {},
    members: {},
    roles: {},
    channels: {},
    attachments: {},
  }
  return {
    addUser(id) {
      found.users[id] = wireUser(world.user(id))
      const member = world.member(place.guildId ?? '', id)
      if (member !== undefined)
        found.members[id] = { ...wireMember(member), permissions: String(permissionsIn(world, id, place)) }
    },
    addRole(id) {
      const role = world.guild(place.guildId ?? '').roles.get(id)
      if (role === undefined) throw new Error(`The Discord peer has no role ${id}.`)
      found.roles[id] = wireRole(role)
    },
    addChannel(id) {
      const channel = world.channel(id)
      const { name, type, parent_id, thread_metadata } = wireChannel(channel, world.appId)
      const permissions = String(permissionsIn(world, world.appId, channel))
      found.channels[id] = compact({ id, name, type, parent_id, thread_metadata, permissions })
    },
    addAttachment(about) {
      found.attachments[String(about.id)] = { ...about, ephemeral: true }
    },
    wire() {
      const filled = Object.entries(found).filter(([, items]) => Object.keys(items).length > 0)
      return filled.length === 0 ? undefined : Object.fromEntries(filled)
    },
  }
}
