import type { DiscordChannel } from '../../directory/directory.ts'
import type { ChannelSettings, GuildSettings } from '../../discord-options.ts'
import type { BackfillState } from '../../history/backfill-desk.ts'
import type { Interaction } from '../interaction.ts'

/** A server and one of its channels, as the panel shows them. */
export interface Config {
  readonly channel: DiscordChannel
  readonly guild: GuildSettings
  readonly switches: ChannelSettings
  readonly backfill: BackfillState
  /** What Kiku lacks to read on there, as discord.js names it. */
  readonly missing: readonly string[]
  readonly hasMessageContent: boolean
}

/** @param channel of this server */
export async function readConfig(channel: DiscordChannel, { desk, where }: Interaction): Promise<Config> {
  const { guild } = where
  const [settings, switches, backfill] = await Promise.all([
    desk.switches.readGuild(guild),
    desk.switches.readChannel(guild, channel.id),
    desk.backfill.state({ guild, channel: channel.id }),
  ])
  const missing = new Set([
    ...desk.directory.missingPermissions(channel.id, 'answer'),
    ...desk.directory.missingPermissions(channel.id, 'read-history'),
  ])
  const { hasMessageContent } = desk.identity
  return { channel, guild: settings, switches, backfill, missing: [...missing], hasMessageContent }
}

/** The channel whose switches hold in a channel or thread. @returns undefined when Kiku does not see it in this server */
export async function findConfigured(
  channelId: string,
  { desk, where, signal }: Interaction,
): Promise<DiscordChannel | undefined> {
  const find = async (id: string) => {
    const channel = await desk.directory.findChannel(id, where.guild, signal)
    return channel?.guild === where.guild ? channel : undefined
  }
  const channel = await find(channelId)
  const isThread = channel?.kind === 'public-thread' || channel?.kind === 'private-thread'
  return isThread && channel.parentId !== undefined ? await find(channel.parentId) : channel
}
