import { getRequestListener } from '@hono/node-server'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Clock } from '../../ports/clock.ts'
import type { Instruments } from '../../ports/instruments.ts'
import type { Surface } from '../../ports/surface.ts'
import type { Telemetry } from '../../ports/telemetry.ts'
import type { WebHost } from '../../ports/web-host.ts'
import { settleWithin } from '../common/http/settle-within.ts'
import { type AccessOptions, needsSignIn } from './access/access-options.ts'
import { checkAccess } from './access/check-access.ts'
import { createCookieJar, SESSION_COOKIE } from './access/cookies.ts'
import { createApp } from './server/create-app.ts'
import { servePage } from './server/page/serve-page.ts'
import { problemReply } from './server/problem-reply.ts'
import { requestProblem } from './server/request-problem.ts'
import { type RunningServer, runServer } from './server/run-server.ts'
import { DEFAULT_WEB_LIMITS, type WebLimits } from './server/web-limits.ts'
import type { WebEnv } from './web-env.ts'

export interface WebSurfaceOptions {
  /** Port 0 takes any that is free. */
  readonly listenOn: { readonly host: string; readonly port: number }
  readonly access: AccessOptions
  /** Where the page was built to. Where there is none, a line says how to build it. */
  readonly pageFolder: string
  /** Of Kiku's own sentences; `auto` is what the request asks for. */
  readonly language: 'auto' | 'en' | 'ja'
  readonly limits?: Partial<WebLimits>
  /** Paths that anybody may see without sign-in. */
  readonly openPaths?: readonly string[]
  /** Adds routes: of the API, of health. Every one of them is guarded before, apart from open paths. */
  readonly mount: readonly WebMount[]
  readonly clock: Clock
  readonly telemetry: Telemetry
  readonly instruments: Instruments
}

/**
 * Adds routes to the app. In their context stand the visitor (not on open paths, where it may be missing) and the id of the
 * request. Bodies that are no uploads have been read by then, bounded; uploads are read with `streamUpload`.
 */
export type WebMount = (app: OpenAPIHono<WebEnv>, host: WebHost, state: MountState) => MountedRoutes | undefined

/** What routes do beside answering. */
export interface MountedRoutes {
  /** Takes up what an earlier process left undone, once requests can come. Never throws. */
  resume?(): Promise<void>
  /** Resolves when nothing is under way any more. */
  idle?(): Promise<void>
}

export interface MountState {
  /** Aborts with an `Interruption` when a stop does not wait any longer; a stream may say farewell then, and ends. */
  readonly stopping: AbortSignal
  /** Under which people reach Kiku, without a slash at its end. */
  readonly url: string
  /** Of the cookie of a session. */
  readonly cookieName: string
}

export interface WebSurface extends Surface<WebHost> {
  /** Where people reach it, without a slash at its end: as configured, else where it listens. Undefined before its start. */
  readonly url: string | undefined
}

export const OPEN_PATHS = ['/healthz', '/readyz']

/** The page and the HTTP API. `start` throws KikuError `config-invalid` where it would be too open, or cannot listen. */
export function createWebSurface(options: WebSurfaceOptions): WebSurface {
  const { listenOn, access, pageFolder, language, mount, clock, telemetry, instruments } = options
  const limits = { ...DEFAULT_WEB_LIMITS, ...options.limits }
  let running: Running | undefined

  async function open(host: WebHost, server: RunningServer): Promise<Omit<Running, 'end'>> {
    // A name may stand for another address than it seems.
    checkAccess(access, server.address)
    const page = await servePage(pageFolder)
    const url = (access.publicUrl ?? addressOf(listenOn.host, server.port)).replace(/\/+$/, '')
    const { stopping } = server
    const { name: cookieName } = createCookieJar({ name: SESSION_COOKIE, url })
    const routes: MountedRoutes[] = []
    const app = createApp({
      ...{ host, access, url, page, language, limits, clock, telemetry, instruments, stopping },
      listensOn: listenOn.host,
      openPaths: options.openPaths ?? OPEN_PATHS,
      mount: (target) => {
        for (const add of mount) routes.push(add(target, host, { stopping, url, cookieName }) ?? {})
      },
    })
    server.answerWith(
      getRequestListener(app.fetch, {
        overrideGlobalObjects: false,
        // What is no request of HTTP at all, such as one for `/\`.
        errorHandler: () => problemReply(requestProblem('request-invalid', language === 'ja' ? 'ja' : 'en')),
      }),
    )
    return { server, url, routes, resumed: Promise.all(routes.map((one) => one.resume?.())).then(() => {}) }
  }

  async function end({ server, url, routes, resumed }: Omit<Running, 'end'>): Promise<void> {
    await server.stop()
    // What was interrupted has something to put in order, now that nobody waits for it.
    await settleWithin(limits.tidyMs, [resumed, ...routes.map(async (one) => one.idle?.())])
    telemetry.info('web-stopped', { url })
  }

  return {
    name: 'web',
    get url() {
      return running?.url
    },
    async start(host) {
      checkAccess(access, listenOn.host)
      const server = await runServer({ ...listenOn, limits, clock, telemetry })
      const opened = await open(host, server).catch(async (thrown: unknown) => {
        await server.stop()
        throw thrown
      })
      let ending: Promise<void> | undefined
      running = {
        ...opened,
        end() {
          ending ??= end(opened).finally(() => {
            running = undefined
          })
          return ending
        },
      }
      telemetry.info('web-listening', { url: opened.url, port: server.port, signIn: needsSignIn(access) })
    },
    async stop() {
      await running?.end()
    },
  }
}

interface Running {
  readonly server: RunningServer
  readonly url: string
  readonly routes: readonly MountedRoutes[]
  readonly resumed: Promise<void>
  end(): Promise<void>
}

function addressOf(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}
