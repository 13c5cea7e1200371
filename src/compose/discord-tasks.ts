import type { DiscordInvite, DiscordTaskOptions } from '../cli/dependencies.ts'
import type { Config } from '../config.ts'
import type { Finding } from '../kiku.ts'
import { systemClock } from '../ports/clock.ts'

// discord.js takes a quarter of a second to load, so it is loaded only where Discord is concerned.

/** Has Discord offer Kiku's commands, or no longer. @param options `guilds`: servers to do it in; none means everywhere */
export async function registerDiscordCommands(
  config: Config,
  options: DiscordTaskOptions & { readonly guilds: readonly string[]; readonly isRemoval: boolean },
): Promise<'registered' | 'unchanged' | 'removed'> {
  const { changeRegistration } = await import('../adapters/discord/install/change-registration.ts')
  return changeRegistration(accessOf(config, options), options, options.signal)
}

/** How to add Kiku to servers and accounts. */
export async function discordInvite(config: Config, options: DiscordTaskOptions): Promise<DiscordInvite> {
  const { describeInvite } = await import('../adapters/discord/install/describe-invite.ts')
  return describeInvite(accessOf(config, options), config.language, options.signal)
}

/** What is on in Discord, what is off, and what to do. */
export async function examineDiscordApp({ discord }: Config, signal: AbortSignal): Promise<readonly Finding[]> {
  const { examineDiscord } = await import('../adapters/discord/install/examine-discord.ts')
  const { token, apiUrl, shards, registerIn } = discord
  const secret = token === undefined ? {} : { token: token.reveal() }
  return examineDiscord({ ...secret, apiUrl, shards, registerIn, clock: systemClock }, signal)
}

function accessOf({ discord: { token, apiUrl } }: Config, { telemetry }: DiscordTaskOptions) {
  return { token: token?.reveal(), apiUrl, clock: systemClock, telemetry }
}
