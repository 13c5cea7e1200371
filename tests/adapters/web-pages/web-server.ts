import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Responder = (request: IncomingMessage, response: ServerResponse) => void

export interface WebServer {
  readonly origin: string
  readonly port: number
  /** Paths asked for, in order. */
  readonly requests: string[]
  on(path: string, responder: Responder): void
  close(): Promise<void>
}

/** A web server on this machine. What nobody arranged is not found. */
export async function startWebServer(): Promise<WebServer> {
  const responders = new Map<string, Responder>()
  const requests: string[] = []
  const server = createServer((request, response) => {
    requests.push(request.url ?? '')
    const responder = responders.get(decodeURI(request.url ?? ''))
    if (responder !== undefined) return responder(request, response)
    response.writeHead(404, { 'content-type': 'text/plain' }).end('not found')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    requests,
    on: (path, responder) => void responders.set(path, responder),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Answers with a body and headers. */
export function respond(body: string | Uint8Array, headers: Record<string, string> = {}, status = 200): Responder {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(body)
  }
}
