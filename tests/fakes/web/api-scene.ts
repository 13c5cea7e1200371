import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { OpenAPIHono } from '@hono/zod-openapi'
import type { Visitor } from '../../../src/adapters/web/access/visitor.ts'
import type { ApiParts } from '../../../src/adapters/web/api/api-parts.ts'
import { type MountedApi, mountApi } from '../../../src/adapters/web/api/mount-api.ts'
import type { WebEnv } from '../../../src/adapters/web/web-env.ts'
import { Interruption } from '../../../src/domain/interruption.ts'
import type { Clock } from '../../../src/ports/clock.ts'
import { silentTelemetry } from '../../../src/ports/telemetry.ts'
import { type ApiHost, type ApiHostScript, createApiHost } from './api-host.ts'
import { type ApiDocument, createReplyCheck } from './check-reply.ts'

/** Whom the test says that a request is from, in place of what access would find out. */
export const VISITORS = {
  aki: visitor('aki', 'owner', ['public', 'group:finance']),
  ben: visitor('ben', 'member', ['public']),
  narrow: visitor('narrow', 'owner', []),
} as const

export type VisitorName = keyof typeof VISITORS

export interface ApiSceneOptions extends ApiHostScript {
  readonly parts?: Partial<ApiParts>
  /** As an earlier process left it. */
  readonly before?: ApiHost
}

export interface ApiScene extends ApiHost {
  readonly url: string
  readonly api: MountedApi
  readonly document: ApiDocument
  /** Patterns of all routes, such as `GET /v1/threads/{id}`. */
  readonly routes: readonly string[]
  /** What went wrong inside, as logs would say. */
  readonly errors: readonly string[]
  /** Sends a request and holds the reply against the document. */
  send(method: string, path: string, request?: SceneRequest): Promise<SceneReply>
  /** Interrupts what is under way, as the surface does when it stops. */
  interrupt(): void
  end(): Promise<void>
}

export interface SceneRequest {
  readonly as?: VisitorName
  readonly json?: unknown
  readonly body?: NonNullable<RequestInit['body']>
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

export interface SceneReply {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into replies that were held against their schemas
  readonly body: any
}

/** The API behind a real server. */
export async function stageApi(options: ApiSceneOptions = {}): Promise<ApiScene> {
  const staged = options.before ?? createApiHost(options)
  const errors: string[] = []
  const stopping = new AbortController()
  const app = new OpenAPIHono<WebEnv>()
  app.use(async (context, next) => {
    const name = context.req.header('x-visitor') ?? context.req.header('authorization')?.replace('Bearer ', '') ?? 'aki'
    if (!isVisitor(name)) throw new Error(`There is no visitor ${name}.`)
    context.set('visitor', VISITORS[name])
    context.set('requestId', 'r1')
    await next()
  })
  const api = mountApi(app, {
    host: staged.host,
    converse() {
      throw new Error('A conversation was begun, which this test does not script.')
    },
    language: 'auto',
    clock: risingClock(),
    telemetry: { ...silentTelemetry, error: (event) => errors.push(event) },
    questionCharacters: 8_000,
    uploadBytes: 300_000,
    fileEndings: ['.md', '.pdf'],
    stopping: stopping.signal,
    ...options.parts,
  })
  const server = createAdaptorServer({ fetch: app.fetch })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const document = (await (await fetch(`${url}/v1/openapi.json`)).json()) as ApiDocument
  const check = createReplyCheck(document)

  async function send(method: string, path: string, request: SceneRequest = {}): Promise<SceneReply> {
    const { as = 'aki', json, headers, signal } = request
    const body = json === undefined ? request.body : JSON.stringify(json)
    const response = await fetch(url + path, {
      method,
      headers: { 'x-visitor': as, ...(json === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body, duplex: 'half' }),
      ...(signal === undefined ? {} : { signal }),
    })
    const text = await response.text()
    const contentType = response.headers.get('content-type')
    check({ method, path: path.split('?', 1)[0] ?? path, status: response.status, contentType, text })
    const isJson = contentType?.includes('json') === true
    return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : undefined }
  }

  return {
    ...staged,
    url,
    api,
    document,
    routes: [
      ...new Set(
        app.routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => patternOf(method, path)),
      ),
    ],
    errors,
    send,
    interrupt: () => stopping.abort(new Interruption()),
    async end() {
      stopping.abort(new Interruption())
      await api.idle()
      const isClosed = new Promise((resolve) => server.close(resolve))
      if ('closeAllConnections' in server) server.closeAllConnections()
      await isClosed
    },
  }
}

/** A second goes by between any two looks at it, so that no two questions are of one time. */
function risingClock(): Clock {
  let now = Date.UTC(2026, 10, 21, 9)
  return {
    now() {
      now += 1_000
      return now
    },
    elapsed: () => performance.now(),
  }
}

function visitor(name: string, role: Visitor['role'], granted: readonly string[]): Visitor {
  return { id: `web:${name}`, name, role, labels: [...granted, `person:web:${name}`], by: 'token' }
}

function isVisitor(name: string): name is VisitorName {
  return Object.hasOwn(VISITORS, name)
}

function patternOf(method: string, path: string): string {
  return `${method} ${path.replace(/:(\w+)/g, '{$1}')}`
}
