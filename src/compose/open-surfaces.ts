import { createDiscordSurface } from '../adapters/discord/create-discord-surface.ts'
import { createSlackSurface } from '../adapters/slack/create-slack-surface.ts'
import type { Config } from '../config.ts'
import { toKikuError } from '../domain/errors.ts'
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

export interface SurfaceParts {
  readonly config: Config
  readonly host: ChatHost
  /** Makes the page's surface; undefined where it is off. */
  readonly web: (() => Surface<ChatHost>) | undefined
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

  function start(create: () => Surface<ChatHost>, delayMs: number): Promise<SurfaceStart> {
    const starting = tryStart(create, delayMs).finally(() => starts.delete(starting))
    starts.add(starting)
    return starting
  }

  async function tryStart(create: () => Surface<ChatHost>, delayMs: number): Promise<SurfaceStart> {
    const surface = create()
    surfaces.add(surface)
    try {
      await surface.start(host)
      const { name, url } = surface
      return { name, state: 'started', ...(url === undefined ? {} : { url }) }
    } catch (thrown) {
      const error = toKikuError(thrown)
      telemetry.error('surface-not-started', { surface: surface.name, code: error.code, problem: error.details.error })
      surfaces.delete(surface)
      await surface.stop().catch(() => {})
      const isAgain = error.retryable && !isStopping
      if (isAgain) scheduleRetry(create, delayMs)
      return { name: surface.name, state: isAgain ? 'retrying' : 'failed', error }
    }
  }

  function scheduleRetry(create: () => Surface<ChatHost>, delayMs: number): void {
    const timer = setTimeout(() => {
      retries.delete(timer)
      void start(create, Math.min(delayMs * 2, LONGEST_RETRY_MS))
    }, delayMs)
    retries.add(timer)
  }

  return {
    start: () => Promise.all(listConfigured(parts).map((create) => start(create, FIRST_RETRY_MS))),
    async stop() {
      isStopping = true
      for (const timer of retries) clearTimeout(timer)
      await Promise.all([...surfaces].map((surface) => surface.stop()))
      await Promise.all(starts)
    },
  }
}

function listConfigured(parts: SurfaceParts): readonly (() => Surface<ChatHost>)[] {
  return [parts.web, configureSlack(parts), configureDiscord(parts)].filter((create) => create !== undefined)
}

function configureSlack({ config, clock, telemetry }: SurfaceParts): (() => Surface<ChatHost>) | undefined {
  const { botToken, appToken, signingSecret, host, port, apiUrl, followUps, remember } = config.slack
  if (botToken === undefined) return undefined
  const transport =
    appToken !== undefined
      ? ({ kind: 'socket', appToken: appToken.reveal() } as const)
      : signingSecret !== undefined
        ? ({ kind: 'http', signingSecret: signingSecret.reveal(), host, port } as const)
        : undefined
  if (transport === undefined) return undefined
  return () =>
    createSlackSurface({
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

function configureDiscord({ config, clock, telemetry }: SurfaceParts): (() => Surface<ChatHost>) | undefined {
  const { token, apiUrl, cdnUrl, threads, followUps, remember, shards, registerIn } = config.discord
  if (token === undefined) return undefined
  return () =>
    createDiscordSurface({
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
