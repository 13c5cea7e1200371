import { PermissionFlagsBits as Bits, ChannelType } from 'discord.js'
import { canSee, has, permissionsIn } from '../../discord/world/permissions.ts'
import type { WorldChannel } from '../../discord/world/world-channel.ts'
import type { Hearing, Item, Stage } from './stage.ts'

/** Anybody who is in none of the servers, and may look in or be brought along at any time. */
export const STRANGER = 'a stranger'
const VOICE: ReadonlySet<ChannelType> = new Set([ChannelType.GuildVoice, ChannelType.GuildStageVoice])

/** Everyone who sees what is said, found by asking of everybody. */
export function hearersOf({ channel, only }: Pick<Hearing, 'channel' | 'only'>, stage: Stage): readonly string[] {
  if (only !== undefined) return [only]
  const people = [...stage.scene.discord.world.users.values()].filter(({ isBot }) => !isBot).map(({ id }) => id)
  return [...people, STRANGER].filter((user) => sees(user, channel, stage))
}

/** Whether somebody sees what is written in a channel or thread now. */
export function sees(user: string, id: string, { scene, children }: Stage): boolean {
  const { world } = scene.discord
  const channel = world.channels.get(id)
  if (channel === undefined) return false
  const deciding = decidingOf(channel, world.channels)
  if (user === STRANGER) return strangerSees(channel, deciding, scene.discord.world)
  if (!canSee(world, user, channel) || (deciding.isNsfw && children.has(user))) return false
  return !VOICE.has(deciding.type) || has(permissionsIn(world, user, deciding), Bits.Connect)
}

/** Whether somebody can read what was written in a channel or thread before. */
export function reads(user: string, id: string, stage: Stage): boolean {
  const { world } = stage.scene.discord
  const channel = world.channels.get(id)
  if (channel === undefined || !sees(user, id, stage)) return false
  const permissions =
    user === STRANGER ? ofEveryone(decidingOf(channel, world.channels), world) : permissionsIn(world, user, channel)
  return has(permissions, Bits.ReadMessageHistory)
}

/** What may be said: what all who hear it may read, one by one, and what stands in the conversation already. */
export function permittedIn(hearing: Hearing, stage: Stage): ReadonlySet<string> {
  const hearers = hearersOf(hearing, stage)
  const standing = hearing.only === undefined ? stage.published.get(hearing.conversation) : undefined
  const permitted = stage.items.filter(
    (item) => standing?.has(item.secret) || hearers.every((user) => mayRead(user, item, hearing, stage)),
  )
  return new Set(permitted.map(({ secret }) => secret))
}

function mayRead(user: string, { scope, secret }: Item, hearing: Hearing, stage: Stage): boolean {
  switch (scope.kind) {
    case 'everyone':
      return true
    case 'conversation': {
      if (hearing.conversation !== scope.conversation) return false
      return hearing.only === user || sees(user, scope.channel, stage)
    }
    case 'person':
      if (scope.person === user) return true
      break
    case 'guild':
      if (stage.scene.discord.world.member(scope.guild, user)?.isGuest === false) return true
      break
    case 'channel':
      if (reads(user, scope.channel, stage)) return true
      break
    case 'nobody':
      break
  }
  // What was said somewhere is known to everyone who reads there.
  return [...stage.published].some(([channel, secrets]) => secrets.has(secret) && reads(user, channel, stage))
}

/** Whether Kiku should use what may be said. It need not find out what only a look at every member would show. */
export function isPromised({ scope }: Item, hearing: Hearing, stage: Stage): boolean {
  const { world } = stage.scene.discord
  const here = world.channel(hearing.channel)
  const deciding = decidingOf(here, world.channels)
  const { only } = hearing
  const recipient = here.type === ChannelType.DM ? here.recipients.find((id) => id !== world.appId) : undefined
  const person = only ?? recipient
  switch (scope.kind) {
    case 'everyone':
    case 'conversation':
      return true
    case 'nobody':
      return false
    case 'person':
      return person === scope.person
    case 'guild':
      if (!world.guild(scope.guild).isBotIn) return false
      return person === undefined ? deciding.guildId === scope.guild : isKnown(person, scope.guild, hearing, stage)
    case 'channel': {
      if (scope.channel === hearing.channel || scope.channel === deciding.id) return true
      const channel = world.channels.get(scope.channel)
      if (channel === undefined || !canSee(world, world.appId, channel)) return false
      if (channel.guildId === undefined || channel.thread !== undefined || channel.isNsfw) return false
      if (person !== undefined) return isKnown(person, channel.guildId, hearing, stage)
      return channel.guildId === deciding.guildId && !VOICE.has(channel.type) && isOpen(channel, world)
    }
  }
}

function isKnown(person: string, guild: string, hearing: Hearing, { newcomers, scene }: Stage): boolean {
  const { world } = scene.discord
  const isHere = hearing.only !== undefined && world.channel(hearing.channel).guildId === guild
  return world.member(guild, person)?.isPending === false && (isHere || !newcomers.has(`${guild} ${person}`))
}

/** Whether everybody reads it, and nobody is an exception. */
function isOpen(channel: WorldChannel, world: World): boolean {
  const { overwrites, guildId } = channel
  if (!has(ofEveryone(channel, world), Bits.ViewChannel | Bits.ReadMessageHistory)) return false
  return overwrites.every(({ id, deny }) => id === guildId || deny === 0n)
}

function decidingOf(channel: WorldChannel, channels: ReadonlyMap<string, WorldChannel>): WorldChannel {
  return channel.thread === undefined ? channel : (channels.get(channel.parentId ?? '') ?? channel)
}

type World = Stage['scene']['discord']['world']

function strangerSees(channel: WorldChannel, deciding: WorldChannel, world: World): boolean {
  if (channel.type === ChannelType.GroupDM) return true
  const guild = world.guilds.get(channel.guildId ?? '')
  if (guild === undefined) return false
  // Guests are invited into voice channels, and Kiku cannot know about servers where it is not.
  if (VOICE.has(deciding.type) || !guild.isBotIn) return true
  if (channel.type === ChannelType.PrivateThread || !guild.features.includes('DISCOVERABLE')) return false
  return has(ofEveryone(deciding, world), Bits.ViewChannel)
}

function ofEveryone({ guildId, overwrites }: WorldChannel, world: World): bigint {
  const guild = world.guilds.get(guildId ?? '')
  const base = guild?.roles.get(guild.id)?.permissions ?? 0n
  const own = overwrites.find(({ id, kind }) => kind === 'role' && id === guildId)
  return (base & ~(own?.deny ?? 0n)) | (own?.allow ?? 0n)
}
