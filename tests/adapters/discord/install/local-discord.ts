import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What one route answers. */
export interface LocalAnswer {
  readonly body?: unknown
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** Never answers. */
  readonly hangs?: boolean
}

export interface LocalCall {
  /** Such as `GET /applications/@me`. */
  readonly route: string
  readonly query: Readonly<Record<string, string>>
  readonly token: string
  readonly body?: unknown
}

/** A Discord on this machine that answers as scripted, and fails at what is not. */
export interface LocalDiscord {
  readonly apiUrl: string
  readonly port: number
  readonly calls: readonly LocalCall[]
  /** @param answers in order; the last one for all that follow */
  answer(route: string, ...answers: readonly LocalAnswer[]): void
  close(): Promise<void>
}

/** @param at the time that it says it is, epoch milliseconds */
export async function startLocalDiscord(at: number): Promise<LocalDiscord> {
  const answers = new Map<string, LocalAnswer[]>()
  const calls: LocalCall[] = []
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://discord')
    const route = `${request.method} ${pathname.replace('/api/v10', '')}`
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(Buffer.from(chunk))
    const text = Buffer.concat(chunks).toString()
    calls.push({
      route,
      query: Object.fromEntries(searchParams),
      token: (request.headers.authorization ?? '').replace('Bot ', ''),
      ...(text === '' ? {} : { body: JSON.parse(text) }),
    })
    const scripted = answers.get(route) ?? [{ status: 501, body: { code: 0, message: `${route} is not scripted.` } }]
    const answer = (scripted.length > 1 ? scripted.shift() : scripted[0]) ?? {}
    if (answer.hangs === true) return
    response.writeHead(answer.status ?? 200, {
      'content-type': 'application/json',
      date: new Date(at).toUTCString(),
      ...answer.headers,
    })
    response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body ?? {}))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const port = portOf(server)
  return {
    apiUrl: `http://127.0.0.1:${port}/api`,
    port,
    calls,
    answer: (route, ...given) => void answers.set(route, [...given]),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

/** A port at which nobody listens. */
export async function findClosedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const port = portOf(server)
  await new Promise((resolve) => server.close(resolve))
  return port
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  return address.port
}
