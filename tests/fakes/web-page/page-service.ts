import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { SECURITY_HEADERS } from '../../../src/adapters/web/server/security-headers.ts'
import { answerApi } from './answer-api.ts'
import { createPageState, type PageState } from './page-state.ts'

export interface PageService {
  readonly url: string
  /** What the API answers from; tests change it. */
  readonly state: PageState
  /** `POST /v1/ask` and the like, in order. */
  readonly requests: readonly string[]
  stop(): Promise<void>
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/**
 * The built page and an API that plays scripts, with the security headers of the real server. Nothing that the page asks
 * for goes unanswered without being told: unknown paths are 404.
 * @param folder in which the page was built
 */
export async function startPageService(folder: string): Promise<PageService> {
  const state = createPageState()
  const requests: string[] = []
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`)
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value)
    handle(request, response).catch((thrown: unknown) => response.destroy(thrown instanceof Error ? thrown : undefined))
  })
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    if (pathname.startsWith('/v1/') || pathname.startsWith('/auth/')) return answerApi(request, response, state)
    return sendFile(folder, pathname, response)
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    state,
    requests,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function sendFile(folder: string, pathname: string, response: ServerResponse): Promise<void> {
  const isAsset = /^\/assets\/[\w-]+\.(?:js|css|svg)$/.test(pathname)
  const name = isAsset ? pathname : 'index.html'
  const bytes = await readFile(join(folder, `${name}.br`))
  response.writeHead(200, {
    'content-type': TYPES[extname(name)] ?? 'application/octet-stream',
    'content-encoding': 'br',
    'content-length': bytes.length,
  })
  response.end(bytes)
}
