import type { Client } from 'discord.js'
import type { DiscordApi, DiscordIdentity } from '../api/discord-api.ts'
import type { Arrival } from './arrival.ts'

/** Kiku's connection to Discord: the client of discord.js with its gateway, caches and REST. */
export interface DiscordConnection {
  readonly client: Client
  readonly api: DiscordApi
  readonly identity: DiscordIdentity
  /** Calls for every arrival, in the order in which they come, once discord.js' caches know what came before it. */
  onArrival(handle: (arrival: Arrival) => void): void
  /**
   * Resolves when the gateway is ready and the servers are known. Where Discord refuses the Message Content intent, goes on
   * without it, and `identity` says so.
   * @throws KikuError `surface-refused` (token, intents), `surface-unreachable`; the reason of the signal
   */
  start(signal: AbortSignal): Promise<void>
  /** Takes nothing in any more; REST goes on. */
  pause(): void
  stop(): Promise<void>
}
