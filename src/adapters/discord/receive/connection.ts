import type { DiscordApi, DiscordIdentity } from '../api/discord-api.ts'
import type { GatewayFacts } from '../directory/gateway-facts.ts'
import type { HandleArrival } from './create-intake.ts'

/** Kiku's connection to Discord: the client of discord.js with its gateway, and REST. */
export interface DiscordConnection {
  /** Can be called before `start`, too. */
  readonly api: DiscordApi
  /** What the gateway tells of servers, channels and permissions, up to the last packet. */
  readonly facts: GatewayFacts
  /** Who Kiku is. Nothing of it can be read before `start` has found it out. */
  readonly identity: DiscordIdentity
  /** Calls for every arrival, in the order in which they come, once `facts` know of it. */
  onArrival(handle: HandleArrival): void
  /**
   * Resolves when the gateway is ready and the servers are known. Where Discord refuses the Message Content intent, goes on
   * without it, and `identity` says so. After a failure, or when the gateway was lost, it can be called again.
   * @throws KikuError `surface-refused` (token, intents), `surface-unreachable`, `rate-limited` (too many sessions in a
   * day); the reason of the signal
   */
  start(signal: AbortSignal): Promise<void>
  /** Takes nothing in any more; REST goes on. */
  pause(): void
  stop(): Promise<void>
}
