import { ApplicationFlags, ApplicationIntegrationType, Routes } from 'discord.js'
import { z } from 'zod'
import type { DiscordApi } from '../api/discord-api.ts'

/** What `/applications/@me` says of the application that the token belongs to. */
export interface DiscordApplication {
  readonly id: string
  /** Of the bot, else of the application. */
  readonly name: string
  readonly hasMessageContent: boolean
  /** Whether servers, and people for themselves, can add it. */
  readonly isForServers: boolean
  readonly isForPeople: boolean
  /** Whether adding it to a server takes a program of the owner, which Kiku has none of. */
  readonly needsCodeGrant: boolean
  /** Whether commands go to a web address instead of the gateway. */
  readonly hasEndpoint: boolean
}

// https://discord.com/developers/docs/resources/application#application-object
const Application = z.object({
  id: z.string().regex(/^\d{1,20}$/),
  name: z.string().catch('?'),
  bot: z.object({ username: z.string() }).optional().catch(undefined),
  flags: z.number().catch(0),
  integration_types_config: z.record(z.string(), z.unknown()).nullish().catch(undefined),
  bot_require_code_grant: z.boolean().catch(false),
  interactions_endpoint_url: z.string().nullish().catch(undefined),
})

/** @throws what `DiscordApi.call` throws */
export async function readApplication(
  api: DiscordApi,
  { signal, timeoutMs }: { readonly signal: AbortSignal; readonly timeoutMs: number },
): Promise<DiscordApplication> {
  const route = Routes.currentApplication()
  const said = await api.call({ method: 'GET', route, schema: Application, signal, timeoutMs })
  const contentFlags = ApplicationFlags.GatewayMessageContent | ApplicationFlags.GatewayMessageContentLimited
  const installs = said.integration_types_config
  return {
    id: said.id,
    name: said.bot?.username ?? said.name,
    hasMessageContent: (said.flags & contentFlags) !== 0,
    // Applications that were made before there was a choice say nothing, and are for servers.
    isForServers: installs == null || String(ApplicationIntegrationType.GuildInstall) in installs,
    isForPeople: installs != null && String(ApplicationIntegrationType.UserInstall) in installs,
    needsCodeGrant: said.bot_require_code_grant,
    hasEndpoint: Boolean(said.interactions_endpoint_url),
  }
}
