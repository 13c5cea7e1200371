import { PermissionFlagsBits as Bits, ChannelType } from 'discord.js'
import { EVERYONE } from '../../discord/world/default-permissions.ts'
import { has, permissionsIn } from '../../discord/world/permissions.ts'
import { TEXT_TYPES, type WorldChannel } from '../../discord/world/world-channel.ts'
import { pick, statementOf } from '../words.ts'
import { type Guild, type Neighbourhood, RIGHTS, toOverwrite } from './build-world.ts'
import { sees } from './oracle.ts'
import type { Change } from './plan.ts'
import { addItem, publish, type Stage } from './stage.ts'

const OVERWRITES = ['hide', 'show', 'hide', 'forget', 'show-now'] as const
const OF = ['everyone', 'role', 'person'] as const
const EVERYONES = ['read', 'none', 'read', 'see'] as const
const ROLES = ['none', 'read', 'see', 'staff', 'admin'] as const

/** People come and go, get roles and lose them; channels open and close; things are said. Discord tells of what it tells. */
export function makeChange(change: Change, neighbours: Neighbourhood, stage: Stage): void {
  const { discord } = stage.scene
  const { world } = discord
  const { guilds, people, channels, threads } = neighbours
  const { who, where, how } = change
  const guild = pick(guilds, where)
  const id = pick(channels, where)
  if (guild === undefined || id === undefined) return
  switch (change.kind) {
    case 'join': {
      const person = pick(
        people.filter((one) => world.member(guild.id, one) === undefined),
        who,
      )
      if (person === undefined) return
      stage.newcomers.add(`${guild.id} ${person}`)
      return void discord.addMember(guild.id, person, { isPending: how % 4 === 0 })
    }
    case 'leave': {
      const person = pick(membersOf(guild, people, stage), who)
      return person === undefined ? undefined : discord.removeMember(guild.id, person)
    }
    case 'roles': {
      const person = pick(membersOf(guild, people, stage), who)
      const role = pick(guild.roles, how)
      if (person === undefined || role === undefined) return
      const held = world.member(guild.id, person)?.roles ?? []
      const roles = held.includes(role) ? held.filter((one) => one !== role) : [...held, role]
      return discord.changeMember(guild.id, person, { roles })
    }
    case 'overwrite': {
      const { overwrites, guildId } = world.channel(id)
      const there = guilds.find((one) => one.id === guildId)
      if (there === undefined) return
      const planned = { of: pick(OF, how) ?? 'everyone', who, how: pick(OVERWRITES, who) ?? 'hide' }
      const added = toOverwrite(planned, there, people)
      // Half of the time one is only taken away.
      const rest = overwrites.filter((one) => one.id !== added.id)
      const hadOne = rest.length < overwrites.length
      return discord.changeChannel(id, { overwrites: hadOne && how % 2 === 0 ? rest : [...rest, added] })
    }
    case 'rights': {
      const role = pick(guild.roles, who)
      if (who % 2 === 0 || role === undefined) {
        const permissions = (EVERYONE & ~RIGHTS.read) | RIGHTS[pick(EVERYONES, how) ?? 'read']
        return discord.changeRole(guild.id, guild.id, { permissions })
      }
      return discord.changeRole(guild.id, role, { permissions: RIGHTS[pick(ROLES, how) ?? 'none'] })
    }
    case 'discoverable': {
      const features = world.guild(guild.id).features.length > 0 ? [] : ['COMMUNITY', 'DISCOVERABLE']
      return discord.changeGuild(guild.id, { features })
    }
    case 'nsfw':
      return discord.changeChannel(id, { isNsfw: !world.channel(id).isNsfw })
    case 'thread':
      return goInOrOut(change, neighbours, stage)
    case 'say':
      return say(change, [...channels, ...threads], people, stage)
  }
}

function membersOf({ id, owner }: Guild, people: readonly string[], { scene }: Stage): readonly string[] {
  return people.filter((one) => one !== owner && scene.discord.world.member(id, one) !== undefined)
}

function goInOrOut({ who, where }: Change, { threads, people }: Neighbourhood, { scene }: Stage): void {
  const { discord } = scene
  const { world } = discord
  const closed = threads.filter((one) => world.channel(one).type === ChannelType.PrivateThread)
  const thread = pick(closed, where)
  if (thread === undefined) return
  const { guildId = '', thread: about } = world.channel(thread)
  const person = pick(
    people.filter((one) => world.member(guildId, one) !== undefined),
    who,
  )
  if (person === undefined) return
  if (about?.members.has(person) === true) discord.leaveThread(thread, person)
  else discord.joinThread(thread, person)
}

/** Somebody tells something, not to Kiku, which remembers it. */
function say({ who, where, how }: Change, places: readonly string[], people: readonly string[], stage: Stage): void {
  const { world } = stage.scene.discord
  // Where Kiku takes part it would be asked by it.
  const quiet = places.filter((id) => !stage.conversations.some(({ channel }) => channel === id))
  const place = pick(quiet, where)
  const speaker = place && pick(speakersIn(place, people, stage), who)
  if (place === undefined || speaker === undefined) return
  const channel = world.channel(place)
  const words = { key: stage.words.key(), secret: stage.words.secret() }
  const reading = channel.type === ChannelType.PublicThread ? (channel.parentId ?? place) : place
  addItem(stage, { kind: 'channel', channel: reading }, `discord:${channel.guildId}:${reading}`, words)
  const message = stage.scene.discord.say({ user: speaker, channel: place, text: statementOf(words, how % 2 === 1) })
  publish(stage, place, [words.secret])
  stage.statements.push({ message, secret: words.secret })
}

/** Who can write in a channel, a forum's posts included. */
export function speakersIn(id: string, people: readonly string[], stage: Stage): readonly string[] {
  const { world } = stage.scene.discord
  const channel = world.channel(id)
  const isForum = channel.type === ChannelType.GuildForum
  if (!isForum && !TEXT_TYPES.has(channel.type)) return []
  return people.filter((user) => sees(user, id, stage) && mayWrite(user, channel, stage))
}

function mayWrite(user: string, channel: WorldChannel, { scene }: Stage): boolean {
  const bits = channel.thread === undefined ? Bits.SendMessages : Bits.SendMessagesInThreads
  return has(permissionsIn(scene.discord.world, user, channel), bits | Bits.UseApplicationCommands | Bits.AttachFiles)
}
