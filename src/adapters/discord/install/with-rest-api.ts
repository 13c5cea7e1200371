import type { REST } from 'discord.js'
import { KikuError } from '../../../domain/errors.ts'
import type { Clock } from '../../../ports/clock.ts'
import type { Telemetry } from '../../../ports/telemetry.ts'
import { createDiscordApi } from '../api/create-discord-api.ts'
import { createRest } from '../api/create-rest.ts'
import type { DiscordApi } from '../api/discord-api.ts'

/** Discord's REST API for one piece of work without the gateway. */
export interface RestAccess {
  readonly token: string | undefined
  /** Base address, without version and slash. */
  readonly apiUrl: string
  readonly clock: Clock
  readonly telemetry: Telemetry
}

/** @throws KikuError `config-invalid` without a token, and what the work throws */
export async function withRestApi<T>(
  { token, apiUrl, clock, telemetry }: RestAccess,
  work: (api: DiscordApi, rest: REST) => Promise<T>,
): Promise<T> {
  if (token === undefined) {
    throw new KikuError('config-invalid', 'DISCORD_TOKEN is not set.', {
      remedy: 'Set it in the environment or in .env; docs/handbook/discord.md goes through it.',
    })
  }
  const rest = createRest({ token, apiUrl })
  try {
    return await work(createDiscordApi({ rest, clock, telemetry }), rest)
  } finally {
    // discord.js sweeps what it keeps by timers.
    rest.clearHashSweeper()
    rest.clearHandlerSweeper()
  }
}
