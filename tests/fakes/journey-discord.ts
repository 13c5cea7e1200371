import {
  BOT_USER,
  type DiscordServer,
  type DiscordServerOptions,
  startDiscordServer,
} from './discord/discord-server.ts'
import { type SurfaceJourney, type SurfaceJourneyOptions, startSurfaceJourney } from './journey-surface.ts'

export interface DiscordJourneyOptions extends SurfaceJourneyOptions {
  readonly discord?: DiscordServerOptions
}

/** The whole of Kiku in a local Discord: the real discord.js client over real sockets. */
export interface DiscordJourney extends SurfaceJourney {
  readonly discord: DiscordServer
}

// Begins with the bot's id, as real tokens do.
export const TOKEN = `${Buffer.from(BOT_USER).toString('base64url')}.GabcDE.${'x'.repeat(30)}`

export async function startDiscordJourney(options: DiscordJourneyOptions = {}): Promise<DiscordJourney> {
  const discord = await startDiscordServer({ token: TOKEN, ...options.discord })
  const connection = {
    DISCORD_TOKEN: discord.token,
    KIKU_DISCORD_API_URL: discord.apiUrl,
    KIKU_DISCORD_CDN_URL: `${discord.url}/attachments/`,
  }
  const scene = await startSurfaceJourney(connection, options)
  return {
    ...scene,
    discord,
    async end() {
      await scene.end()
      await discord.close()
    },
  }
}
