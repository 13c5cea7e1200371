import type { AudienceLabel } from '../../../../src/domain/audience.ts'
import { type Right, USERS, type World, type WorldChannel, type WorldGuild } from './audience-world.ts'

/**
 * Who reads what, by Discord's rules alone (https://discord.com/developers/docs/topics/permissions), found by asking of
 * every person and every place. It knows nothing of how Kiku finds it out.
 */

/** Stands for everybody who is in none of the servers. */
export const STRANGER = '99'
const EVERYBODY = [...USERS, STRANGER]
const VOICE: readonly number[] = [2, 13]

export interface Place {
  readonly guild: string
  readonly channel: string
  readonly root: string
}

/** Everybody before whose eyes something comes that is written in a place now. */
export function readersOf(world: World, { guild, channel }: Place): readonly string[] {
  if (guild === 'dm') return world.direct.has(channel) ? [world.direct.get(channel) ?? ''] : EVERYBODY
  return EVERYBODY.filter((user) => sees(world, user, channel, false))
}

/** Whether a person may read what bears a label. */
export function mayRead(world: World, user: string, label: AudienceLabel): boolean {
  if (label === 'public') return true
  const parts = label.split(':')
  if (parts[0] === 'person') return parts[2] === user
  if (parts[0] === 'thread') {
    const [, , guild, channel = '', root = ''] = parts
    if (guild === 'dm') return world.direct.get(channel) === user
    return root.startsWith('private') || sees(world, user, channel, false)
  }
  const [, guild = '', channel] = parts
  if (guild === 'dm') return world.direct.get(channel ?? '') === user
  if (channel === undefined) return ['member', 'pending'].includes(standingOf(world, guild, user))
  return sees(world, user, channel, true)
}

function standingOf(world: World, guild: string, user: string): string {
  return world.guilds.get(guild)?.members.get(user)?.standing ?? 'none'
}

/** @param past whether also what was written before */
function sees(world: World, user: string, place: string, past: boolean): boolean {
  for (const [id, guild] of world.guilds) {
    const thread = guild.threads.get(place)
    const channel = guild.channels.get(thread?.parent ?? place)
    if (channel === undefined) continue
    const rights = rightsIn(id, guild, user, channel)
    const needed: Right[] = [
      'view',
      ...(VOICE.includes(channel.type) ? ['connect' as const] : []),
      ...(past ? ['history' as const] : []),
    ]
    if (!needed.every((right) => rights.has(right))) return false
    if (channel.isAgeRestricted && !world.adults.has(user)) return false
    if (thread?.isPrivate !== true) return true
    return guild.members.has(user) && (thread.members.has(user) || rights.has('threads'))
  }
  return false
}

function rightsIn(id: string, guild: WorldGuild, user: string, channel: WorldChannel): ReadonlySet<Right> {
  const member = guild.members.get(user)
  const isLookedInto = guild.features.some((feature) => ['DISCOVERABLE', 'PREVIEW_ENABLED'].includes(feature))
  if (member === undefined) {
    if (channel.hasLobby) return new Set<Right>(['view', 'history', 'connect'])
    return isLookedInto && !VOICE.includes(channel.type) ? step(id, guild, [], channel, '') : new Set()
  }
  if (guild.owner === user) return ALL
  if (member.standing === 'guest' && !VOICE.includes(channel.type)) return new Set()
  return step(id, guild, member.standing === 'guest' ? [] : member.roles, channel, user)
}

const ALL: ReadonlySet<Right> = new Set(['view', 'history', 'connect', 'threads', 'administer', 'speak'])

/** Rights of the roles first; then what the channel takes and gives: everybody, then the roles, then the person. */
function step(
  id: string,
  guild: WorldGuild,
  roles: readonly string[],
  channel: WorldChannel,
  user: string,
): ReadonlySet<Right> {
  const held = new Set<Right>()
  for (const role of [id, ...roles]) for (const right of guild.roles.get(role) ?? []) held.add(right)
  if (held.has('administer')) return ALL
  const rounds = [
    channel.overwrites.filter((one) => one.isOfRole && one.id === id),
    channel.overwrites.filter((one) => one.isOfRole && roles.includes(one.id)),
    channel.overwrites.filter((one) => !one.isOfRole && one.id === user),
  ]
  for (const round of rounds) {
    for (const { deny } of round) for (const right of deny) held.delete(right)
    for (const { allow } of round) for (const right of allow) held.add(right)
  }
  return held
}
