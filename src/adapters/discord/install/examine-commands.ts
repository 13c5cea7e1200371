import type { DiscordApi } from '../api/discord-api.ts'
import { refusalOf } from '../api/discord-api.ts'
import { registerCommands } from '../interact/register-commands.ts'
import { broken, type DiscordFinding, ok, warning } from './discord-finding.ts'

/** Where the commands are to be offered. */
export interface ExaminedCommands {
  readonly api: DiscordApi
  readonly applicationId: string
  /** Servers that they are registered in; none means everywhere. */
  readonly guilds: readonly string[]
  readonly signal: AbortSignal
  readonly timeoutMs: number
}

/**
 * Whether Discord offers the commands of this version: goes the way of registering them up to where something would be
 * changed. @throws what `DiscordApi.call` throws
 */
export async function examineCommands(examined: ExaminedCommands): Promise<readonly DiscordFinding[]> {
  const { applicationId, guilds, signal } = examined
  const where = guilds.length === 0 ? 'everywhere' : `in ${guilds.length} ${guilds.length === 1 ? 'server' : 'servers'}`
  try {
    await registerCommands({ api: lookOnly(examined), identity: { applicationId }, guilds, signal })
    return [ok(`The commands are registered ${where}.`)]
  } catch (thrown) {
    if (thrown instanceof WouldChange) return [STALE]
    if (guilds.length > 0 && refusalOf(thrown) !== undefined) return [UNKNOWN_GUILD]
    throw thrown
  }
}

/** Looking has come to the point at which the commands would be registered anew. */
class WouldChange extends Error {}

function lookOnly({ api, timeoutMs }: ExaminedCommands): DiscordApi {
  return {
    async call(request) {
      // Everything beyond a look at the commands comes after it was found out that they are others.
      if (request.method !== 'GET' || !request.route.includes('/commands')) throw new WouldChange()
      return api.call({ ...request, timeoutMs })
    },
  }
}

const STALE = warning(
  'The commands are not registered as this version of Kiku has them.',
  'Start Kiku, which registers them, or run "kiku discord register".',
)

const UNKNOWN_GUILD = broken(
  'Discord refuses the commands in a server that discord.registerIn names.',
  'Correct the ids in discord.registerIn, and add Kiku to those servers.',
)
