import { ApplicationFlags, Routes } from 'discord.js'
import { z } from 'zod'
import type { DiscordApi, DiscordIdentity } from '../api/discord-api.ts'
import { id } from './schema.ts'

/** https://discord.com/developers/docs/resources/application#application-object */
const Application = z.object({ id, flags: z.number().int().nullish().catch(undefined) })
const User = z.object({ id, username: z.string(), global_name: z.string().nullish().catch(undefined) })

const MESSAGE_CONTENT = ApplicationFlags.GatewayMessageContent | ApplicationFlags.GatewayMessageContentLimited

/** Asks who Kiku is, and what its application may read. @throws as `DiscordApi.call` */
export async function identifyApplication(api: DiscordApi, signal: AbortSignal): Promise<DiscordIdentity> {
  const [application, user] = await Promise.all([
    api.call({ method: 'GET', route: Routes.currentApplication(), schema: Application, signal }),
    api.call({ method: 'GET', route: Routes.user(), schema: User, signal }),
  ])
  return {
    applicationId: application.id,
    user: user.id,
    name: user.global_name || user.username,
    hasMessageContent: ((application.flags ?? 0) & MESSAGE_CONTENT) !== 0,
  }
}
