import { PermissionFlagsBits as Bits, ChannelType } from 'discord.js'
import { canSee, has, permissionsIn } from '../../discord/world/permissions.ts'
import { TEXT_TYPES } from '../../discord/world/world-channel.ts'
import { sees } from './oracle.ts'
import type { Stage } from './stage.ts'

/** Channels and threads that are there still, and that Kiku sees. */
export function standingOf(ids: readonly string[], { scene }: Stage): readonly string[] {
  const { world } = scene.discord
  return ids.filter((id) => {
    const channel = world.channels.get(id)
    return channel !== undefined && canSee(world, world.appId, channel)
  })
}

/** Places where Kiku is not: groups, and servers that it was never in or was put out of. */
export function placesElsewhere(ids: readonly string[], { scene }: Stage): readonly string[] {
  const { world } = scene.discord
  return ids.filter((id) => {
    const channel = world.channels.get(id)
    return channel !== undefined && !canSee(world, world.appId, channel) && TEXT_TYPES.has(channel.type)
  })
}

/** Who can write, attach files and use commands in a channel, a forum's posts included. */
export function speakersIn(id: string, people: readonly string[], stage: Stage): readonly string[] {
  const { world } = stage.scene.discord
  const channel = world.channel(id)
  if (channel.type !== ChannelType.GuildForum && !TEXT_TYPES.has(channel.type)) return []
  const writing = channel.thread === undefined ? Bits.SendMessages : Bits.SendMessagesInThreads
  const bits = writing | Bits.UseApplicationCommands | Bits.AttachFiles
  return people.filter((user) => sees(user, id, stage) && has(permissionsIn(world, user, channel), bits))
}
