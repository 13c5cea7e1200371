import { Routes } from 'discord.js'
import { z } from 'zod'
import { toKikuError } from '../../../domain/errors.ts'
import { PROBLEMS, refusalOf } from '../api/discord-api.ts'
import type { DiscordDirectory } from '../directory/directory.ts'
import { DIRECT } from '../discord-ids.ts'
import type { DiscordParts } from './discord-parts.ts'
import { forgetLost } from './forget-lost.ts'

const PREFIX = 'discord:guild:'

/**
 * Forgets servers that Kiku was removed from, and channels that were deleted, while it was not connected: Discord does not
 * tell of them later. Never throws.
 */
export async function noticeLosses(parts: DiscordParts): Promise<void> {
  const { host, directory, options, signal } = parts
  try {
    const present = new Set(directory.listGuilds())
    for (const guild of present) await noteGuild(guild, parts)
    for (const { name } of await host.settings.list(PREFIX)) {
      const guild = name.slice(PREFIX.length)
      if (present.has(guild)) await noticeChannels(guild, parts)
      else await leave(guild, parts)
    }
  } catch (thrown) {
    if (!signal.aborted) options.telemetry.warn('discord-losses-unknown', { code: toKikuError(thrown).code })
  }
}

/** Notes a server in which something may be remembered, so that its loss is noticed however it comes. */
export async function noteGuild(guild: string, { host }: Pick<DiscordParts, 'host'>): Promise<void> {
  if (guild === DIRECT || (await host.settings.get(PREFIX + guild)) !== undefined) return
  await host.settings.set(PREFIX + guild, 'joined')
}

/** Notes, once it is forgotten, that a server was left. */
export async function leave(guild: string, parts: DiscordParts): Promise<void> {
  await forgetLost({ kind: 'guild-lost', guild }, parts)
  await parts.host.settings.remove(PREFIX + guild)
}

async function noticeChannels(guild: string, parts: DiscordParts): Promise<void> {
  const { host, directory, signal } = parts
  for (const channelId of await host.memory.listChannels({ surface: 'discord', workspace: guild })) {
    if (guild === DIRECT || signal.aborted) return
    const isLost = isHidden(channelId, guild, directory) || (await isGone(channelId, parts))
    if (isLost) await forgetLost({ kind: 'channel-lost', guild, channelId }, parts)
  }
}

/** Whether Kiku was shut out of a channel. Of a server with an outage nothing is known, and of archived threads little. */
function isHidden(channelId: string, guild: string, directory: DiscordDirectory): boolean {
  const channel = directory.peekChannel(channelId)
  if (channel === undefined || channel.parentId !== undefined) return false
  if (directory.listReadableChannels(guild).length === 0) return false
  return directory.missingPermissions(channelId, 'read-history').includes('ViewChannel')
}

/** Whether Discord says that there is no such channel; one that Kiku may only not see is there. */
async function isGone(channelId: string, { api, directory, signal }: DiscordParts): Promise<boolean> {
  if (directory.peekChannel(channelId) !== undefined) return false
  try {
    await api.call({ method: 'GET', route: Routes.channel(channelId), schema: z.unknown(), signal })
    return false
  } catch (thrown) {
    return refusalOf(thrown) === PROBLEMS.unknownChannel
  }
}
