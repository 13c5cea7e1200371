import { Routes } from 'discord.js'
import { z } from 'zod'
import { KikuError } from '../../../domain/errors.ts'
import { type DiscordApi, PROBLEMS, refusalOf } from '../api/discord-api.ts'
import { registerCommands } from '../interact/register-commands.ts'
import { readApplication } from './read-application.ts'
import { type RestAccess, withRestApi } from './with-rest-api.ts'

export interface RegistrationChange {
  /** Servers to do it in; none means everywhere. */
  readonly guilds: readonly string[]
  readonly isRemoval: boolean
}

const TIMEOUT_MS = 15_000
const UNKNOWN_GUILD = 10_004

/**
 * Has Discord offer Kiku's commands, or no longer.
 * @throws KikuError `config-invalid` without a token, and what `DiscordApi.call` throws
 */
export async function changeRegistration(
  access: RestAccess,
  { guilds, isRemoval }: RegistrationChange,
  signal: AbortSignal,
): Promise<'registered' | 'unchanged' | 'removed'> {
  return withRestApi(access, async (api) => {
    const { id: applicationId } = await readApplication(api, { signal, timeoutMs: TIMEOUT_MS })
    try {
      if (!isRemoval) return await registerCommands({ api, identity: { applicationId }, guilds, signal })
      for (const route of routesOf(applicationId, guilds)) await removeCommands(api, route, signal)
      return 'removed'
    } catch (thrown) {
      throw guilds.length > 0 && isNotThere(thrown) ? describeAbsence(guilds, thrown) : thrown
    }
  })
}

function routesOf(applicationId: string, guilds: readonly string[]): readonly `/${string}`[] {
  if (guilds.length === 0) return [Routes.applicationCommands(applicationId)]
  return guilds.map((guild) => Routes.applicationGuildCommands(applicationId, guild))
}

/** A list that is empty takes the place of the one that was there. */
async function removeCommands(api: DiscordApi, route: `/${string}`, signal: AbortSignal): Promise<void> {
  await api.call({ method: 'PUT', route, body: [], schema: z.unknown(), signal, isRepeatable: true })
}

function isNotThere(thrown: unknown): boolean {
  const refusal = refusalOf(thrown)
  return refusal === PROBLEMS.missingAccess || refusal === UNKNOWN_GUILD
}

function describeAbsence(guilds: readonly string[], cause: unknown): KikuError {
  const which = guilds.length === 1 ? `the server ${guilds[0]}` : 'one of the servers'
  return new KikuError('surface-refused', `Discord refuses commands of Kiku in ${which}.`, {
    remedy: 'Check the id, and add Kiku to the server with the link that "kiku discord invite" prints.',
    cause,
  })
}
