import { setTimeout as sleep } from 'node:timers/promises'
import type { DiscordChannel, DiscordDirectory } from '../directory/directory.ts'
import { DIRECT } from '../discord-ids.ts'
import type { DiscordParts } from './discord-parts.ts'

/** Longer than a failed lookup is remembered. */
const WAITS_MS = [6_000, 15_000, 30_000]

/**
 * A channel that something was told of: a question in it would be lost, and deleted words would stay, were it not found.
 * @returns undefined when it was deleted, and when Discord has not told of it for the better part of a minute. @throws the
 * reason of the signal
 */
export async function findSurely(
  channelId: string,
  guild: string,
  { directory, options, signal }: FindingParts,
): Promise<DiscordChannel | undefined> {
  for (const waitMs of [0, ...WAITS_MS]) {
    if (waitMs > 0) await sleep(waitMs, undefined, { signal })
    const found = await directory.findChannel(channelId, guild, signal)
    if (found !== undefined) return found
    // Whoever writes directly is known by the channel alone.
    if (guild === DIRECT) return { id: channelId, guild, name: '', kind: 'direct' }
    // Its deletion waits behind this, with all that is to be forgotten of it.
    if (directory.isGone(channelId)) return undefined
  }
  options.telemetry.warn('discord-channel-unknown', { guild })
  return undefined
}

type FindingParts = Pick<DiscordParts, 'signal'> & {
  readonly directory: Pick<DiscordDirectory, 'findChannel' | 'isGone'>
  readonly options: Pick<DiscordParts['options'], 'telemetry'>
}
