import type { Rates } from './rest/rate-limits.ts'

/** What Discord bears. Every one can be made smaller, so that tests reach it soon. */
export interface DiscordLimits {
  /** Milliseconds in which an interaction must be answered first. */
  readonly answerMs: number
  /** Milliseconds for which the token of an interaction lives. */
  readonly tokenLifeMs: number
  /** Further messages of an interaction where the app is installed by the person alone. */
  readonly userInstallFollowUps: number
  /** Milliseconds in which an enforced nonce is remembered. */
  readonly nonceLifeMs: number
  /** Commands that may be created in a day, for every scope. */
  readonly commandCreatesPerDay: number
  /** Calls refused with 401, 403 or 429 in ten minutes until all are. */
  readonly invalidRequests: number
  /** Milliseconds between heartbeats. */
  readonly heartbeatMs: number
  /** Events that a session keeps to be told again. */
  readonly keptEvents: number
}

export const DOCUMENTED_LIMITS: DiscordLimits = {
  answerMs: 3_000,
  tokenLifeMs: 15 * 60_000,
  userInstallFollowUps: 5,
  nonceLifeMs: 5 * 60_000,
  commandCreatesPerDay: 200,
  invalidRequests: 10_000,
  heartbeatMs: 41_250,
  keptEvents: 10_000,
}

/** What is set up for the app at Discord. Can be changed at any time. */
export interface AppSettings {
  /** The privileged intents that it may identify with; the first also opens content over REST. Default all. */
  messageContent: boolean
  guildMembers: boolean
  presences: boolean
  /** Where it can be installed. Default both. */
  guildInstall: boolean
  userInstall: boolean
}

export interface DiscordServerOptions {
  /** Must not begin with `bot`, which the library would take away. */
  readonly token?: string
  readonly app?: Partial<AppSettings>
  readonly limits?: Partial<DiscordLimits>
  /** Rate limits by route. Default generous; `DOCUMENTED_RATES` has Discord's. */
  readonly rates?: Rates
  /** Shards that Discord recommends. Default 1. */
  readonly shards?: number
  /** Identifications at the same time, each five seconds. Default 16. */
  readonly maxConcurrency?: number
  /** Whether there is nobody and nothing but the app. Default false: the people and servers of `GUILDS`. */
  readonly isEmpty?: boolean
  /** Calls, dispatches and the like that are kept. Default 10,000 of each. */
  readonly keepCalls?: number
  /** 0 for any free port. */
  readonly port?: number
}
