import { setTimeout as sleep } from 'node:timers/promises'
import { type KikuError, toKikuError } from '../../../domain/errors.ts'
import type { DiscordSurfaceOptions } from '../discord-options.ts'
import type { DiscordConnection } from '../receive/connection.ts'

const FIRST_WAIT_MS = 5_000
const LONGEST_WAIT_MS = 120_000

/** Connects anew after Discord closed the gateway for good, where waiting may help. Never throws. */
export async function reconnect(
  connection: Pick<DiscordConnection, 'start'>,
  lost: KikuError,
  { telemetry }: Pick<DiscordSurfaceOptions, 'telemetry'>,
  signal: AbortSignal,
): Promise<void> {
  let error = lost
  for (let waitMs = FIRST_WAIT_MS; !signal.aborted; waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS)) {
    const { code, details, retryable, remedy } = error
    telemetry.error('discord-lost', { code, problem: details.error, isTriedAgain: retryable, remedy })
    if (!retryable) return
    try {
      await sleep(waitMs, undefined, { signal })
      return await connection.start(signal)
    } catch (thrown) {
      error = toKikuError(thrown)
    }
  }
}
