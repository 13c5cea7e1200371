import { Routes } from 'discord.js'
import { z } from 'zod'
import { type DiscordApi, type DiscordIdentity, PROBLEMS, refusalOf } from '../api/discord-api.ts'
import { areSameCommands, type Command, StoredCommands } from './commands/compare-commands.ts'
import { COMMAND_DEFINITIONS } from './commands/definitions.ts'

export interface CommandRegistration {
  readonly api: DiscordApi
  readonly identity: Pick<DiscordIdentity, 'applicationId'>
  /** Servers to register in; none registers everywhere at once. */
  readonly guilds: readonly string[]
  readonly signal: AbortSignal
}

/** Discord tells of at most so many servers at once. */
const GUILDS_PER_PAGE = 200
const Guilds = z.array(z.object({ id: z.string() }))
const LOCALISED = new URLSearchParams({ with_localizations: 'true' })

/**
 * Has Discord offer Kiku's commands, everywhere or in some servers, and nowhere twice. What is offered already is not
 * written again: Discord allows 200 new commands a day.
 * @throws as `DiscordApi.call`
 */
export async function registerCommands(registration: CommandRegistration): Promise<'registered' | 'unchanged'> {
  const { identity, guilds } = registration
  const everywhere = Routes.applicationCommands(identity.applicationId)
  if (guilds.length === 0) {
    const stored = await readCommands(everywhere, registration)
    if (areSameCommands(stored, everywhereCommands())) return 'unchanged'
    // First, so that a restart in between begins anew: what stands everywhere is what says that it is done.
    await removeFromGuilds(registration)
    await writeCommands(everywhere, everywhereCommands(), registration)
    return 'registered'
  }
  let hasChanged = false
  let refusal: unknown
  for (const guild of new Set(guilds)) {
    const route = Routes.applicationGuildCommands(identity.applicationId, guild)
    try {
      if (areSameCommands(await readCommands(route, registration), guildCommands())) continue
      await writeCommands(route, guildCommands(), registration)
      hasChanged = true
    } catch (thrown) {
      // One server without Kiku must not cost the others their commands.
      if (refusalOf(thrown) !== PROBLEMS.missingAccess) throw thrown
      refusal ??= thrown
    }
  }
  if (refusal !== undefined) throw refusal
  if ((await readCommands(everywhere, registration)).length > 0) {
    await writeCommands(everywhere, [], registration)
    hasChanged = true
  }
  return hasChanged ? 'registered' : 'unchanged'
}

function everywhereCommands(): readonly Command[] {
  return COMMAND_DEFINITIONS.map((command) => ({ ...command }))
}

/** In a server, a command says neither where it can be used nor who installed it. */
function guildCommands(): readonly Command[] {
  return everywhereCommands().map(({ integration_types: _types, contexts: _contexts, ...command }) => command)
}

/** Servers that Kiku is in and that had commands of their own. More than a page of them nobody registers by hand. */
async function removeFromGuilds(registration: CommandRegistration): Promise<void> {
  const { api, identity, signal } = registration
  const query = new URLSearchParams({ limit: String(GUILDS_PER_PAGE) })
  const guilds = await api.call({ method: 'GET', route: Routes.userGuilds(), query, schema: Guilds, signal })
  for (const { id } of guilds) {
    const route = Routes.applicationGuildCommands(identity.applicationId, id)
    try {
      if ((await readCommands(route, registration)).length > 0) await writeCommands(route, [], registration)
    } catch (thrown) {
      // A server that took Kiku in without its commands has none.
      if (refusalOf(thrown) !== PROBLEMS.missingAccess) throw thrown
    }
  }
}

async function readCommands(route: `/${string}`, { api, signal }: CommandRegistration): Promise<readonly Command[]> {
  return await api.call({ method: 'GET', route, query: LOCALISED, schema: StoredCommands, signal })
}

async function writeCommands(
  route: `/${string}`,
  commands: readonly Command[],
  { api, signal }: CommandRegistration,
): Promise<void> {
  await api.call({ method: 'PUT', route, body: commands, schema: z.unknown(), signal, isRepeatable: true })
}
