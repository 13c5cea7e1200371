import { ChannelType } from 'discord.js'
import { EVERYONE } from '../../discord/world/default-permissions.ts'
import { pick, statementOf } from '../words.ts'
import { type Guild, type Neighbourhood, RIGHTS, toOverwrite } from './build-world.ts'
import { speakersIn, standingOf } from './find-people.ts'
import type { Change, ChangeKind } from './plan.ts'
import { addItem, publish, type Stage } from './stage.ts'

type Making = (change: Change, neighbours: Neighbourhood, stage: Stage) => void

const OVERWRITES = ['hide', 'show', 'hide', 'forget', 'show-now'] as const
const OF = ['everyone', 'role', 'person'] as const
const EVERYONES = ['read', 'none', 'read', 'see'] as const
const ROLES = ['none', 'read', 'see', 'staff', 'admin'] as const

const MAKINGS: Readonly<Record<ChangeKind, Making>> = {
  join,
  leave,
  roles: changeRoles,
  overwrite: changeOverwrite,
  rights: changeRights,
  discoverable: toggleDiscoverable,
  nsfw: toggleAge,
  thread: goInOrOut,
  say,
  unsay,
  'delete-channel': deleteChannel,
  'delete-role': deleteRole,
  'put-out': putOut,
}

/** People come and go, get roles and lose them; channels open and close; things are said. Discord tells of what it tells. */
export function makeChange(change: Change, neighbours: Neighbourhood, stage: Stage): void {
  MAKINGS[change.kind](change, neighbours, stage)
}

function join({ who, where, how }: Change, neighbours: Neighbourhood, stage: Stage): void {
  const { discord } = stage.scene
  const guild = guildOf(where, neighbours, stage)
  const isOutside = (person: string) => guild !== undefined && discord.world.member(guild.id, person) === undefined
  const person = pick(neighbours.people.filter(isOutside), who)
  if (guild === undefined || person === undefined) return
  stage.newcomers.add(`${guild.id} ${person}`)
  discord.addMember(guild.id, person, { isPending: how % 4 === 0 })
}

function leave({ who, where }: Change, neighbours: Neighbourhood, stage: Stage): void {
  const guild = guildOf(where, neighbours, stage)
  const person = guild && pick(membersOf(guild, neighbours.people, stage), who)
  if (guild !== undefined && person !== undefined) stage.scene.discord.removeMember(guild.id, person)
}

function changeRoles({ who, where, how }: Change, neighbours: Neighbourhood, stage: Stage): void {
  const { discord } = stage.scene
  const guild = guildOf(where, neighbours, stage)
  const person = guild && pick(membersOf(guild, neighbours.people, stage), who)
  const role = guild && pick(rolesOf(guild, stage), how)
  if (guild === undefined || person === undefined || role === undefined) return
  const held = discord.world.member(guild.id, person)?.roles ?? []
  const roles = held.includes(role) ? held.filter((one) => one !== role) : [...held, role]
  discord.changeMember(guild.id, person, { roles })
}

function changeOverwrite({ who, where, how }: Change, { guilds, people, channels }: Neighbourhood, stage: Stage): void {
  const { discord } = stage.scene
  const id = pick(standingOf(channels, stage), where)
  const { overwrites, guildId } = id === undefined ? { overwrites: [], guildId: '' } : discord.world.channel(id)
  const guild = guilds.find((one) => one.id === guildId)
  if (id === undefined || guild === undefined) return
  const planned = { of: pick(OF, how) ?? 'everyone', who, how: pick(OVERWRITES, who) ?? 'hide' }
  const added = toOverwrite(planned, { ...guild, roles: rolesOf(guild, stage) }, people)
  // Half of the time one is only taken away.
  const rest = overwrites.filter((one) => one.id !== added.id)
  const isTakenAway = rest.length < overwrites.length && how % 2 === 0
  discord.changeChannel(id, { overwrites: isTakenAway ? rest : [...rest, added] })
}

function changeRights({ who, where, how }: Change, neighbours: Neighbourhood, stage: Stage): void {
  const { discord } = stage.scene
  const guild = guildOf(where, neighbours, stage)
  if (guild === undefined) return
  const role = pick(rolesOf(guild, stage), who)
  if (who % 2 === 0 || role === undefined) {
    const permissions = (EVERYONE & ~RIGHTS.read) | RIGHTS[pick(EVERYONES, how) ?? 'read']
    discord.changeRole(guild.id, guild.id, { permissions })
  } else discord.changeRole(guild.id, role, { permissions: RIGHTS[pick(ROLES, how) ?? 'none'] })
}

function toggleDiscoverable({ where }: Change, neighbours: Neighbourhood, stage: Stage): void {
  const { discord } = stage.scene
  const guild = guildOf(where, neighbours, stage)
  if (guild === undefined) return
  const isDiscoverable = discord.world.guild(guild.id).features.length > 0
  discord.changeGuild(guild.id, { features: isDiscoverable ? [] : ['COMMUNITY', 'DISCOVERABLE'] })
}

function toggleAge({ where }: Change, { channels }: Neighbourhood, stage: Stage): void {
  const { discord } = stage.scene
  const id = pick(standingOf(channels, stage), where)
  if (id !== undefined) discord.changeChannel(id, { isNsfw: !discord.world.channel(id).isNsfw })
}

function goInOrOut({ who, where }: Change, { threads, people }: Neighbourhood, stage: Stage): void {
  const { discord } = stage.scene
  const { world } = discord
  const closed = standingOf(threads, stage).filter((one) => world.channel(one).type === ChannelType.PrivateThread)
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
function say({ who, where, how }: Change, { channels, threads, people }: Neighbourhood, stage: Stage): void {
  const { discord } = stage.scene
  // Where Kiku takes part it would be asked by it.
  const isQuiet = (id: string) => !stage.conversations.some(({ channel }) => channel === id)
  const place = pick(standingOf([...channels, ...threads], stage).filter(isQuiet), where)
  const channel = place === undefined ? undefined : discord.world.channel(place)
  const speaker = place && pick(speakersIn(place, people, stage), who)
  if (place === undefined || speaker === undefined || channel === undefined) return
  const words = { key: stage.words.key(), secret: stage.words.secret() }
  const text = statementOf(words, how % 2 === 1)
  const isForum = channel.type === ChannelType.GuildForum
  const reading = channel.type === ChannelType.PublicThread ? (channel.parentId ?? place) : place
  const message = isForum
    ? discord.post({ user: speaker, forum: place, title: 'a post', text }).message
    : discord.say({ user: speaker, channel: place, text })
  const label = `discord:${channel.guildId}:${reading}`
  const item = addItem(stage, { kind: 'channel', channel: reading }, label, words)
  publish(stage, message.channelId, [words.secret])
  stage.statements.push({ message, item })
}

/** Somebody takes back what they said. What Kiku told of it meanwhile stands where it was told. */
function unsay({ who }: Change, _neighbours: Neighbourhood, stage: Stage): void {
  const statement = pick(stage.statements.filter(({ message }) => !message.isDeleted).slice(-8), who)
  if (statement === undefined) return
  stage.scene.discord.remove(statement.message)
  statement.item.scope = { kind: 'nobody' }
}

function deleteChannel({ where, how }: Change, { channels, threads }: Neighbourhood, stage: Stage): void {
  const { discord } = stage.scene
  const thread = pick(standingOf(threads, stage), where)
  const channel = pick(standingOf(channels, stage), where)
  if (how % 2 === 0 && thread !== undefined) discord.deleteThread(thread)
  else if (channel !== undefined) discord.deleteChannel(channel)
}

function deleteRole({ who, where }: Change, neighbours: Neighbourhood, stage: Stage): void {
  const guild = guildOf(where, neighbours, stage)
  const role = guild && pick(rolesOf(guild, stage), who)
  if (guild !== undefined && role !== undefined) stage.scene.discord.deleteRole(guild.id, role)
}

/** Kiku is put out of the second server, and there is as one that some people brought along. */
function putOut(_change: Change, { guilds }: Neighbourhood, { scene }: Stage): void {
  const [, second] = guilds
  if (second !== undefined && scene.discord.world.guild(second.id).isBotIn) scene.discord.removeGuild(second.id)
}

/** A server in which Kiku is. */
function guildOf(choice: number, { guilds }: Neighbourhood, { scene }: Stage): Guild | undefined {
  return pick(
    guilds.filter(({ id }) => scene.discord.world.guild(id).isBotIn),
    choice,
  )
}

function rolesOf({ id, roles }: Guild, { scene }: Stage): readonly string[] {
  return roles.filter((role) => scene.discord.world.guild(id).roles.has(role))
}

function membersOf({ id, owner }: Guild, people: readonly string[], { scene }: Stage): readonly string[] {
  return people.filter((one) => one !== owner && scene.discord.world.member(id, one) !== undefined)
}
