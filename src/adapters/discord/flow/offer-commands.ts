import { setTimeout as sleep } from 'node:timers/promises'
import { toKikuError } from '../../../domain/errors.ts'
import { registerCommands } from '../interact/register-commands.ts'
import type { DiscordParts } from './discord-parts.ts'

const TOKENS_KEPT_MS = 24 * 60 * 60_000
const FIRST_WAIT_MS = 10_000
const LONGEST_WAIT_MS = 600_000
const MOST_TRIES = 8

/** Has Discord offer Kiku's commands where that has changed, and throws old tokens away. Never throws. */
export async function offerCommands(parts: DiscordParts): Promise<void> {
  const { api, identity, options, pending, signal } = parts
  const { telemetry, clock, registerIn: guilds } = options
  await pending.prune(clock.now() - TOKENS_KEPT_MS).catch(() => telemetry.warn('discord-tokens-not-pruned'))
  for (let tries = 1, waitMs = FIRST_WAIT_MS; ; tries += 1, waitMs = Math.min(3 * waitMs, LONGEST_WAIT_MS)) {
    try {
      const outcome = await registerCommands({ api, identity, guilds, signal })
      return telemetry.info('discord-commands', { outcome, servers: guilds.length })
    } catch (thrown) {
      if (signal.aborted) return
      const { code, retryable } = toKikuError(thrown)
      telemetry.warn('discord-commands-not-registered', { code, tries })
      if (!retryable || tries >= MOST_TRIES) return
      await sleep(waitMs, undefined, { signal }).catch(() => {})
    }
  }
}
