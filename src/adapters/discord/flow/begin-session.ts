import { toKikuError } from '../../../domain/errors.ts'
import type { CatchUp } from '../history/create-catch-up.ts'
import type { Arrival } from '../receive/arrival.ts'
import type { DiscordParts } from './discord-parts.ts'
import { noticeLosses } from './notice-losses.ts'

/**
 * After a new session of the gateway, which tells nothing of what happened before it: forgets what is gone, and takes in
 * what people wrote meanwhile. Never throws.
 * @param shard the connection that has a new session; undefined for all of them
 */
export async function beginSession(
  catchUp: CatchUp,
  parts: DiscordParts,
  take: (arrival: Arrival) => void,
  shard: number | undefined,
): Promise<void> {
  const { options, signal } = parts
  // Asked for first: it goes by the last message of the former session.
  const missed = catchUp.catchUp(signal, shard)
  await noticeLosses(parts)
  try {
    for await (const message of missed) take({ kind: 'message', message })
  } catch (thrown) {
    if (!signal.aborted) options.telemetry.warn('discord-catch-up-failed', { code: toKikuError(thrown).code })
  }
}
