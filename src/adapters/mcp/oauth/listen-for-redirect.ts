import { createHash, timingSafeEqual } from 'node:crypto'
import { createServer, type Server, type ServerResponse } from 'node:http'
import { KikuError } from '../../../domain/errors.ts'

/** What the browser says to the person. */
export interface RedirectWords {
  readonly done: string
  readonly refused: string
  readonly unknown: string
}

export interface RedirectListener {
  /** Where the browser is to be sent. */
  readonly url: string
  /** The code, once. @throws KikuError `tool-failed` where the person or the server refused */
  readonly code: Promise<string>
  close(): void
}

const PATH = '/callback'
const MOST_HEADER_BYTES = 16 * 1024
const PATIENCE = { requestTimeout: 10_000, headersTimeout: 5_000, maxHeaderSize: MOST_HEADER_BYTES }

/**
 * Waits on this machine for the browser to come back from signing in (RFC 8252 §7.3). Who does not know the state is told
 * nothing and changes nothing, and only the first who does is heard.
 * @param port 0 means any that is free
 * @param issuer where the answer says who gave it, it must be this one (RFC 9207)
 * @throws KikuError `config-invalid` where the port is taken
 */
export async function listenForRedirect(
  { port, state, issuer }: { readonly port: number; readonly state: string; readonly issuer: string },
  words: RedirectWords,
): Promise<RedirectListener> {
  let take = (_code: string) => {}
  let refuse = (_error: KikuError) => {}
  const code = new Promise<string>((resolve, reject) => {
    take = resolve
    refuse = reject
  })
  // It is waited for later, or never.
  code.catch(() => {})
  let isUsed = false
  const server = createServer(PATIENCE, (request, response) => {
    const target = request.url ?? '/'
    const asked = URL.canParse(target, url) ? new URL(target, url) : undefined
    const isHere = request.method === 'GET' && request.headers.host === here.host && asked?.origin === here.origin
    if (!isHere || asked.pathname !== PATH) return say(response, 404, words.unknown)
    const given = asked.searchParams
    if (isUsed || !isSame(given.get('state') ?? '', state)) return say(response, 400, words.unknown)
    isUsed = true
    const found = given.get('code')
    if (found !== null && isSame(given.get('iss') ?? issuer, issuer)) {
      take(found)
      return say(response, 200, words.done)
    }
    const name = /^[a-z_]{1,40}$/.exec(given.get('error') ?? '')?.[0] ?? 'no code'
    refuse(new KikuError('tool-failed', `The sign-in was refused (${name}).`))
    say(response, 400, words.refused)
  })
  server.maxConnections = 20
  const here = new URL(`http://127.0.0.1:${await listen(server, port)}${PATH}`)
  const url = here.href
  return {
    url,
    code,
    close() {
      server.close()
      // A browser keeps its connections, and the page has been sent by now.
      setImmediate(() => server.closeAllConnections())
    },
  }
}

function say(response: ServerResponse, status: number, text: string): void {
  response
    .writeHead(status, {
      ...{ 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store', Connection: 'close' },
      ...{ 'Referrer-Policy': 'no-referrer', 'X-Content-Type-Options': 'nosniff' },
    })
    .end(`${text}\n`)
}

function isSame(given: string, expected: string): boolean {
  const [one, other] = [given, expected].map((text) => createHash('sha256').update(text).digest())
  return one !== undefined && other !== undefined && timingSafeEqual(one, other)
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', () => {
      const remedy = 'Name another one as oauth.redirectPort of the server.'
      reject(new KikuError('config-invalid', `Port ${port} of 127.0.0.1 is taken.`, { remedy }))
    })
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })
}
