import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What one method answers. */
export interface LocalAnswer {
  readonly body?: unknown
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** Never answers. */
  readonly hangs?: boolean
}

/** A Slack on this machine that answers as scripted, and fails at what is not. */
export interface LocalSlack {
  readonly apiUrl: string
  readonly port: number
  readonly calls: readonly { readonly method: string; readonly token: string }[]
  answer(method: string, answer: LocalAnswer): void
  close(): Promise<void>
}

export async function startLocalSlack(): Promise<LocalSlack> {
  const answers = new Map<string, LocalAnswer>()
  const calls: { method: string; token: string }[] = []
  const server = createServer((request, response) => {
    const method = (request.url ?? '').replace('/api/', '')
    calls.push({ method, token: (request.headers.authorization ?? '').replace('Bearer ', '') })
    const answer = answers.get(method) ?? { body: { ok: false, error: 'not_scripted' } }
    if (answer.hangs === true) return
    const isText = typeof answer.body === 'string'
    response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers })
    response.end(isText ? answer.body : JSON.stringify(answer.body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const port = portOf(server)
  return {
    apiUrl: `http://127.0.0.1:${port}/api/`,
    port,
    calls,
    answer: (method, answer) => void answers.set(method, answer),
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
