import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'

export interface LoopbackServer {
  /** Without a slash at the end. */
  readonly url: string
  /** Requests that are not answered yet. */
  readonly underWay: number
  close(): Promise<void>
}

/** Answers requests on this machine only, each by the part that is responsible for its path. */
export async function listenOnLoopback(options: {
  readonly port: number
  readonly answerMethod: (
    method: string,
    query: URLSearchParams,
    request: IncomingMessage,
    response: ServerResponse,
  ) => Promise<void>
  readonly answerResponseUrl: (id: string, request: IncomingMessage, response: ServerResponse) => Promise<void>
  readonly answerDownload: (id: string, request: IncomingMessage, response: ServerResponse) => Promise<void>
  readonly acceptSocket: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
  readonly onChange: () => void
}): Promise<LoopbackServer> {
  let underWay = 0

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1')
    const [, area, name = ''] = pathname.split('/')
    if (area === 'api') return options.answerMethod(name, searchParams, request, response)
    if (area === 'response') return options.answerResponseUrl(name, request, response)
    if (area === 'files-pri') return options.answerDownload(name, request, response)
    if (area === 'signin')
      return void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in</html>')
    response.writeHead(404).end()
  }

  const server = http.createServer((request, response) => {
    underWay += 1
    response.on('close', () => {
      underWay -= 1
      options.onChange()
    })
    route(request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' })
      response.end(`The Slack peer failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
    })
  })
  server.on('upgrade', options.acceptSocket)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, '127.0.0.1', resolve)
  })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0

  return {
    url: `http://127.0.0.1:${port}`,
    get underWay() {
      return underWay
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
