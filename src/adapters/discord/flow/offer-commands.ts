import { toKikuError } from '../../../domain/errors.ts'
import { registerCommands } from '../interact/register-commands.ts'
import type { DiscordParts } from './discord-parts.ts'

const TOKENS_KEPT_MS = 24 * 60 * 60_000

/** Has Discord offer Kiku's commands where that has changed, and throws old tokens away. Never throws. */
export async function offerCommands({ api, identity, options, pending, signal }: DiscordParts): Promise<void> {
  const { telemetry, clock, registerIn: guilds } = options
  try {
    await pending.prune(clock.now() - TOKENS_KEPT_MS)
    const outcome = await registerCommands({ api, identity, guilds, signal })
    telemetry.info('discord-commands', { outcome, servers: guilds.length })
  } catch (thrown) {
    if (!signal.aborted) telemetry.warn('discord-commands-not-registered', { code: toKikuError(thrown).code })
  }
}
