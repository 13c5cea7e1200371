import { PermissionFlagsBits as Bits } from 'discord.js'
import { type ChannelsOptions, createChannels } from './create-channels.ts'
import type { DiscordDirectory } from './directory.ts'
import type { GatewayFacts } from './gateway-facts.ts'
import type { ChannelFacts, GuildFacts } from './guild-facts.ts'
import { describeChannel, type KnownChannel } from './known-channel.ts'
import { canRead, has, permissionsIn, readingOf } from './permissions.ts'

type Purpose = Parameters<DiscordDirectory['missingPermissions']>[1]

/** Names of servers, channels and permissions: from what the gateway tells, else asked for. */
export function createDirectory(options: ChannelsOptions): DiscordDirectory {
  const { facts } = options
  const channels = createChannels(options)
  return {
    async findChannel(channelId, guild, signal) {
      const found = await channels.find(channelId, guild, signal)
      return found?.guild === guild ? found : undefined
    },
    peekChannel: (channelId) => channels.peek(channelId),
    isGone: channels.isGone,
    missingPermissions: (channelId, purpose) => missingIn(channels.peek(channelId), purpose, facts),
    languageOf: (guild) => languageOf(facts.findGuild(guild)),
    listGuilds: facts.listGuilds,
    listReadableChannels: (guild) => listReadable(facts.findGuild(guild), facts),
  }
}

function missingIn(channel: KnownChannel | undefined, purpose: Purpose, facts: GatewayFacts): readonly string[] {
  // What Discord does not tell Kiku of, it does not see either.
  if (channel === undefined) return ['ViewChannel']
  if (channel.kind === 'direct') return []
  const guild = facts.findGuild(channel.guild)
  const deciding = guild?.channels.get(channel.parentId ?? channel.id)
  const own = ownPermissions(guild, deciding, facts)
  if (guild === undefined || deciding === undefined || own === undefined) return ['ViewChannel']
  const thread = guild.threads.get(channel.id)
  const moderates = has(own, Bits.ManageThreads)
  if (channel.kind === 'private-thread' && thread?.isJoined !== true && !moderates) return ['ViewChannel']
  const needed =
    neededFor(purpose, channel, deciding) | (thread?.isLocked && purpose === 'answer' ? Bits.ManageThreads : 0n)
  return namesOf(needed & ~own)
}

/** A reply refers to the message that it answers, which needs its history. */
function neededFor(purpose: Purpose, { kind }: KnownChannel, deciding: ChannelFacts): bigint {
  const reading = readingOf(deciding)
  const isThread = kind === 'public-thread' || kind === 'private-thread'
  switch (purpose) {
    case 'answer':
      return reading | (isThread ? Bits.SendMessagesInThreads : Bits.SendMessages)
    case 'open-thread':
      return reading | Bits.CreatePublicThreads | Bits.SendMessagesInThreads
    case 'read-history':
      return reading
  }
}

function namesOf(permissions: bigint): readonly string[] {
  return Object.entries(Bits).flatMap(([name, bit]) => (has(permissions, bit) ? [name] : []))
}

function ownPermissions(
  guild: GuildFacts | undefined,
  channel: ChannelFacts | undefined,
  facts: GatewayFacts,
): bigint | undefined {
  const id = facts.ownUser()
  if (guild?.ownRoles === undefined || channel === undefined || id === undefined) return undefined
  return permissionsIn(guild, { id, roles: guild.ownRoles }, channel)
}

/** Every server has a language; somebody chose it in those for communities. */
function languageOf(guild: GuildFacts | undefined): 'en' | 'ja' | undefined {
  if (!guild?.features.has('COMMUNITY')) return undefined
  const language = guild.locale.slice(0, 2).toLowerCase()
  return language === 'en' || language === 'ja' ? language : undefined
}

function listReadable(guild: GuildFacts | undefined, facts: GatewayFacts): readonly KnownChannel[] {
  const id = facts.ownUser()
  if (guild?.ownRoles === undefined || id === undefined) return []
  const own = { id, roles: guild.ownRoles }
  return [...guild.channels.values()]
    .filter((channel) => canRead(guild, own, channel))
    .flatMap((channel) => describeChannel(guild, channel) ?? [])
}
