import type { REST } from 'discord.js'
import { createDiscordApi } from '../../../../src/adapters/discord/api/create-discord-api.ts'
import type { DiscordApi } from '../../../../src/adapters/discord/api/discord-api.ts'
import type { DiscordSurfaceOptions } from '../../../../src/adapters/discord/discord-options.ts'
import type { Arrival } from '../../../../src/adapters/discord/receive/arrival.ts'
import { type ConnectionHooks, connectDiscord } from '../../../../src/adapters/discord/receive/connect-discord.ts'
import type { DiscordConnection } from '../../../../src/adapters/discord/receive/connection.ts'
import { systemClock } from '../../../../src/ports/clock.ts'
import type { Telemetry, TelemetryFields } from '../../../../src/ports/telemetry.ts'
import {
  type DiscordServer,
  type DiscordServerOptions,
  startDiscordServer,
} from '../../../fakes/discord/discord-server.ts'

export interface Connected {
  readonly discord: DiscordServer
  readonly connection: DiscordConnection
  /** In their order. */
  readonly arrivals: Arrival[]
  readonly log: { readonly level: string; readonly event: string; readonly fields: TelemetryFields | undefined }[]
  /** Waits until somebody has done something that arrives. */
  arrived(count: number): Promise<void>
  /** What arrived of one kind. */
  of<Kind extends Arrival['kind']>(kind: Kind): (Arrival & { readonly kind: Kind })[]
  /** Takes the connection and the server down. */
  close(): Promise<void>
}

export interface ConnectedOptions extends ConnectionHooks {
  readonly server?: DiscordServerOptions
  readonly surface?: Partial<DiscordSurfaceOptions>
  readonly createApi?: (rest: REST, discord: DiscordServer) => DiscordApi
}

export const { signal: never } = new AbortController()

/** A Discord on this machine, and a connection to it that is not started. */
export async function createConnected({
  server,
  surface,
  createApi,
  ...hooks
}: ConnectedOptions = {}): Promise<Connected> {
  const discord = await startDiscordServer(server)
  const log: Connected['log'] = []
  const telemetry = recordTelemetry(log)
  const options: DiscordSurfaceOptions = {
    token: discord.token,
    apiUrl: discord.apiUrl,
    cdnUrl: `${discord.url}/`,
    language: 'en',
    guildDefaults: { threads: true },
    channelDefaults: { followUps: true, remember: false, answerPosts: false },
    shards: 'auto',
    registerIn: [],
    maxFileBytes: 1_000_000,
    clock: systemClock,
    telemetry,
    ...surface,
  }
  const create = createApi ?? ((rest: REST) => createDiscordApi({ rest, clock: systemClock, telemetry }))
  const connection = connectDiscord(options, (rest) => create(rest, discord), hooks)
  const arrivals: Arrival[] = []
  connection.onArrival((arrival) => void arrivals.push(arrival))
  return {
    discord,
    connection,
    arrivals,
    log,
    arrived: async (count) => void (await discord.waitFor(() => arrivals.length >= count, `${count} arrivals`)),
    of: <Kind extends Arrival['kind']>(kind: Kind) =>
      arrivals.filter((arrival): arrival is Arrival & { readonly kind: Kind } => arrival.kind === kind),
    async close() {
      await connection.stop()
      await discord.close()
    },
  }
}

function recordTelemetry(log: Connected['log']): Telemetry {
  const at = (level: string) => (event: string, fields?: TelemetryFields) => void log.push({ level, event, fields })
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}
