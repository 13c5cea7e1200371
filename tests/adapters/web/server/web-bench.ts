import { createHash } from 'node:crypto'
import { type IncomingHttpHeaders, request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AccessOptions, WebToken } from '../../../../src/adapters/web/access/access-options.ts'
import {
  createWebSurface,
  type WebMount,
  type WebSurface,
  type WebSurfaceOptions,
} from '../../../../src/adapters/web/create-web-surface.ts'
import { toUserError } from '../../../../src/conversation/explain-error.ts'
import { type Instruments, noInstruments } from '../../../../src/ports/instruments.ts'
import type { TelemetryFields } from '../../../../src/ports/telemetry.ts'
import type { WebHost } from '../../../../src/ports/web-host.ts'

/** Secrets of tests. */
export const ALICE = 'alice-0123456789abcdef0123456789abcdef'
export const BOB = 'bob-0123456789abcdef0123456789abcdef00'
export const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` })
/** As a browser sends along from a page of ours. */
export const OWN_PAGE = { 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' }
export const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
export const JSON_BODY = { 'content-type': 'application/json' }

export function tokenFor(name: string, secret: string, more: Partial<WebToken> = {}): WebToken {
  const hash = createHash('sha256').update(secret).digest('hex')
  return { name, audience: ['public'], role: 'member', credential: { kind: 'sha256', hash }, ...more }
}

export const OPEN_ACCESS: AccessOptions = {
  allowedHosts: [],
  allowedOrigins: [],
  audience: ['public'],
  tokens: [],
  sessionMs: 12 * 3_600_000,
  requestsPerMinute: 10_000,
}

export interface Reply {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface Sent {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

export type WebBench = ReturnType<typeof createWebBench>

/** Web surfaces on free ports of this machine, and what talks to them over real sockets. */
export function createWebBench() {
  let now = 1_800_000_000_000
  const clock = {
    now: () => now,
    elapsed: () => now,
    pass(ms: number) {
      now += ms
    },
  }
  const lines: { readonly event: string; readonly fields: TelemetryFields | undefined }[] = []
  const log = (event: string, fields?: TelemetryFields) => void lines.push({ event, fields })
  const telemetry = { debug: log, info: log, warn: log, error: log }
  const surfaces: WebSurface[] = []
  const sockets: Socket[] = []

  return {
    clock,
    lines,
    async start(options: Omit<Partial<WebSurfaceOptions>, 'access'> & { access?: Partial<AccessOptions> } = {}) {
      const { access, mount = [], ...more } = options
      const surface = createWebSurface({
        listenOn: { host: '127.0.0.1', port: 0 },
        pageFolder: join(tmpdir(), 'kiku-page-that-is-not-there'),
        language: 'auto',
        clock,
        telemetry,
        instruments: noInstruments,
        ...more,
        access: { ...OPEN_ACCESS, ...access },
        mount: [mountProbes, ...mount],
      })
      surfaces.push(surface)
      await surface.start(unaskedHost())
      ports.set(surface, Number(lines.findLast(({ event }) => event === 'web-listening')?.fields?.port))
      return surface
    },
    /** One request as no well-behaved client would send it. */
    send(surface: WebSurface, path: string, { method = 'GET', headers = {}, body }: Sent = {}): Promise<Reply> {
      const port = portOf(surface)
      return new Promise((resolve, reject) => {
        const sending = request({ hostname: '127.0.0.1', port, path, method, headers, agent: false })
        sending.once('error', reject)
        sending.once('response', (response) => {
          const parts: Buffer[] = []
          response.on('data', (part: Buffer) => parts.push(part))
          response.once('error', reject)
          response.once('end', () => {
            const { statusCode = 0, headers: got } = response
            resolve({ status: statusCode, headers: got, body: Buffer.concat(parts).toString('utf8') })
          })
        })
        sending.end(body)
      })
    },
    /** A connection on which anything can be written. */
    open(surface: WebSurface): Socket {
      const socket = connect({ host: '127.0.0.1', port: portOf(surface) })
      socket.on('error', () => {})
      sockets.push(socket)
      return socket
    },
    async close() {
      for (const socket of sockets.splice(0)) socket.destroy()
      await Promise.all(surfaces.splice(0).map((surface) => surface.stop()))
    },
  }
}

/** Ports that listen, whatever name people know. */
const ports = new WeakMap<WebSurface, number>()

export function portOf(surface: WebSurface): number {
  const port = ports.get(surface)
  if (port === undefined) throw new Error('The surface was not started.')
  return port
}

/** Who comes, what is sent, and whatever else a test wants of a route. */
const mountProbes: WebMount = (app) => {
  app.get('/v1/who', (context) => context.json(context.get('visitor')))
  app.get('/healthz', (context) => context.json({ visitor: context.get('visitor') ?? null }))
  app.post('/v1/echo', async (context) => context.text(await context.req.text()))
  app.delete('/v1/things/:id', (context) => context.body(null, 204))
  app.get('/v1/broken', () => {
    throw new Error('the password is swordfish')
  })
}

/** Fails loudly where a test asks anything of it but a sentence. */
export function unaskedHost(): WebHost {
  const unasked = (name: string): never => {
    throw new Error(`The host was asked for ${name}.`)
  }
  return {
    get chat() {
      return unasked('chat')
    },
    get threads() {
      return unasked('threads')
    },
    get passages() {
      return unasked('passages')
    },
    get sources() {
      return unasked('sources')
    },
    get insight() {
      return unasked('insight')
    },
    get embedder() {
      return unasked('embedder')
    },
    state: () => unasked('state'),
    explain: toUserError,
    audienceOf: () => unasked('audienceOf'),
  }
}

/** Remembers what was counted. */
export function recordInstruments(): Instruments & { readonly counted: readonly object[] } {
  const counted: object[] = []
  return {
    ...noInstruments,
    counted,
    count: (name, labels) => void counted.push({ name, ...labels }),
  }
}

/** Waits until something is so; the test's own time limit ends it. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5))
}
