import type { Config } from '../config.ts'
import { toKikuError } from '../domain/errors.ts'
import type { SurfaceName } from '../domain/thread.ts'
import type { SurfaceStart } from '../kiku.ts'
import type { ChatHost } from '../ports/chat-host.ts'
import type { Clock } from '../ports/clock.ts'
import type { Surface } from '../ports/surface.ts'
import type { Telemetry } from '../ports/telemetry.ts'

/** The chat platforms that are configured. */
export interface OpenSurfaces {
  /** Starts them all. One that cannot start costs itself only; where waiting may help it is tried again. */
  start(): Promise<readonly SurfaceStart[]>
  stop(): Promise<void>
}

/** Loads the platform's library, which most commands do without, and makes the surface. */
export type CreateSurface = () => Promise<Surface<ChatHost>>

export interface SurfaceParts {
  readonly config: Config
  readonly host: ChatHost
  /** Makes the page's surface; undefined where it is off. */
  readonly web: CreateSurface | undefined
  readonly clock: Clock
  readonly telemetry: Telemetry
}

const FIRST_RETRY_MS = 5_000
const LONGEST_RETRY_MS = 120_000
const MEGABYTE = 1024 * 1024

export function openSurfaces(parts: SurfaceParts): OpenSurfaces {
  const { host, telemetry } = parts
  /** Those whose start has succeeded or is under way. */
  const surfaces = new Set<Surface<ChatHost>>()
  const starts = new Set<Promise<SurfaceStart>>()
  const retries = new Set<NodeJS.Timeout>()
  let isStopping = false

  function start(configured: Configured, delayMs: number): Promise<SurfaceStart> {
    const starting = tryStart(configured, delayMs).finally(() => starts.delete(starting))
    starts.add(starting)
    return starting
  }

  async function tryStart(configured: Configured, delayMs: number): Promise<SurfaceStart> {
    const { name, create } = configured
    let surface: Surface<ChatHost> | undefined
    try {
      surface = await create()
      surfaces.add(surface)
      await surface.start(host)
      const { url } = surface
      return { name, state: 'started', ...(url === undefined ? {} : { url }) }
    } catch (thrown) {
      const error = toKikuError(thrown)
      telemetry.error('surface-not-started', { surface: name, code: error.code, problem: error.details.error })
      if (surface !== undefined) surfaces.delete(surface)
      await surface?.stop().catch(() => {})
      const isAgain = error.retryable && !isStopping
      if (isAgain) scheduleRetry(configured, delayMs)
      return { name, state: isAgain ? 'retrying' : 'failed', error }
    }
  }

  function scheduleRetry(configured: Configured, delayMs: number): void {
    const timer = setTimeout(() => {
      retries.delete(timer)
      void start(configured, Math.min(delayMs * 2, LONGEST_RETRY_MS))
    }, delayMs)
    retries.add(timer)
  }

  return {
    start: () => Promise.all(listConfigured(parts).map((configured) => start(configured, FIRST_RETRY_MS))),
    async stop() {
      isStopping = true
      for (const timer of retries) clearTimeout(timer)
      await Promise.all([...surfaces].map((surface) => surface.stop()))
      await Promise.all(starts)
    },
  }
}

interface Configured {
  readonly name: SurfaceName
  readonly create: CreateSurface
}

function listConfigured(parts: SurfaceParts): readonly Configured[] {
  const all = { web: parts.web, slack: configureSlack(parts), discord: configureDiscord(parts) }
  return (['web', 'slack', 'discord'] as const).flatMap((name) => {
    const create = all[name]
    return create === undefined ? [] : [{ name, create }]
  })
}

function configureSlack({ config, clock, telemetry }: SurfaceParts): CreateSurface | undefined {
  const { botToken, appToken, signingSecret, host, port, apiUrl, followUps, remember } = config.slack
  if (botToken === undefined) return undefined
  const transport =
    appToken !== undefined
      ? ({ kind: 'socket', appToken: appToken.reveal() } as const)
      : signingSecret !== undefined
        ? ({ kind: 'http', signingSecret: signingSecret.reveal(), host, port } as const)
        : undefined
  if (transport === undefined) return undefined
  return async () => {
    const { createSlackSurface } = await import('../adapters/slack/create-slack-surface.ts')
    return createSlackSurface({
      botToken: botToken.reveal(),
      transport,
      apiUrl,
      language: config.language,
      channelDefaults: { followUps, remember },
      maxFileBytes: config.ingest.maxFileMegabytes * MEGABYTE,
      clock,
      telemetry,
    })
  }
}

function configureDiscord({ config, clock, telemetry }: SurfaceParts): CreateSurface | undefined {
  const { token, apiUrl, cdnUrl, threads, followUps, remember, shards, registerIn } = config.discord
  if (token === undefined) return undefined
  return async () => {
    const { createDiscordSurface } = await import('../adapters/discord/create-discord-surface.ts')
    return createDiscordSurface({
      token: token.reveal(),
      apiUrl,
      cdnUrl,
      language: config.language,
      guildDefaults: { threads },
      channelDefaults: { followUps, remember, answerPosts: false },
      shards,
      registerIn,
      maxFileBytes: config.ingest.maxFileMegabytes * MEGABYTE,
      clock,
      telemetry,
    })
  }
}
