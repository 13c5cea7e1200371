import { type Client, Events } from 'discord.js'
import type { Telemetry } from '../../../ports/telemetry.ts'
import { codeOf } from './explain-gateway-failure.ts'

/** Writes down how the connections fare. What discord.js says in words is left out: it may hold what people wrote. */
export function logClient(client: Client, telemetry: Telemetry): void {
  // Without a listener an error would end the process.
  client.on(Events.Error, (error) => telemetry.warn('discord-client-failed', { code: codeOf(error) }))
  client.on(Events.Warn, () => telemetry.warn('discord-client-warned'))
  client.on(Events.ShardError, (error, shard) =>
    telemetry.warn('discord-socket-failed', { shard, code: codeOf(error) }),
  )
  client.on(Events.ShardReconnecting, (shard) => telemetry.info('discord-reconnecting', { shard }))
  client.on(Events.ShardResume, (shard, replayed) => telemetry.info('discord-resumed', { shard, replayed }))
  client.on(Events.ShardReady, (shard, unavailable) =>
    telemetry.info('discord-shard-ready', { shard, unavailable: unavailable?.size ?? 0 }),
  )
  client.on(Events.ShardDisconnect, ({ code }, shard) => telemetry.error('discord-gateway-closed', { shard, code }))
}
