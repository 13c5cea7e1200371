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
  readonly answerCall: (url: URL, request: IncomingMessage, response: ServerResponse) => Promise<void>
  readonly answerDownload: (url: URL, response: ServerResponse) => Promise<void>
  readonly acceptSocket: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
  readonly onChange: () => void
  /** The server itself went wrong: told to whoever looks for the reason. */
  readonly onFailure: (account: string) => void
}): Promise<LoopbackServer> {
  let underWay = 0

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    if (url.pathname.startsWith('/api/')) return options.answerCall(url, request, response)
    if (url.pathname.startsWith('/attachments/')) return options.answerDownload(url, response)
    response.writeHead(404).end()
  }

  const server = http.createServer((request, response) => {
    underWay += 1
    response.on('close', () => {
      underWay -= 1
      options.onChange()
    })
    route(request, response).catch((error: unknown) => {
      const account = error instanceof Error ? (error.stack ?? error.message) : String(error)
      options.onFailure(account)
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' })
      response.end(`The Discord peer failed: ${account}`)
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
