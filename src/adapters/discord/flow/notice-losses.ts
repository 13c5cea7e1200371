import { Routes } from 'discord.js'
import { z } from 'zod'
import { toKikuError } from '../../../domain/errors.ts'
import { PROBLEMS, refusalOf } from '../api/discord-api.ts'
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
    for (const guild of present) await host.settings.set(PREFIX + guild, 'joined')
    for (const { name } of await host.settings.list(PREFIX)) {
      const guild = name.slice(PREFIX.length)
      if (present.has(guild)) await noticeChannels(guild, parts)
      else await leave(guild, parts)
    }
  } catch (thrown) {
    if (!signal.aborted) options.telemetry.warn('discord-losses-unknown', { code: toKikuError(thrown).code })
  }
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
    if (directory.peekChannel(channelId) !== undefined) continue
    if (await isGone(channelId, parts)) await forgetLost({ kind: 'channel-lost', guild, channelId }, parts)
  }
}

/** Whether Discord says that there is no such channel; one that Kiku may only not see is there. */
async function isGone(channelId: string, { api, signal }: DiscordParts): Promise<boolean> {
  try {
    await api.call({ method: 'GET', route: Routes.channel(channelId), schema: z.unknown(), signal })
    return false
  } catch (thrown) {
    return refusalOf(thrown) === PROBLEMS.unknownChannel
  }
}
