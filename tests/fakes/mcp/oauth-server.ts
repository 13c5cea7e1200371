import { createHash, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'

/** What an MCP server and its authorization server do; tests change it while they run. */
export interface OAuthConduct {
  /** What the MCP server says that a token must be for; itself unless told otherwise. */
  resource?: string
  /** Where the MCP server says that its metadata are. */
  metadataAt?: string
  /** Where the MCP server says that people sign in. */
  issuer?: string
  /** Changes what the authorization server says of itself. */
  describe?: (metadata: Record<string, unknown>) => Record<string, unknown>
  /** Seconds that a token is said to last. */
  expiresIn?: number
  /** Clients known without having registered, by their id. */
  readonly clients: Map<string, string | undefined>
  /** What comes back instead of tokens. */
  tokenReply?: { readonly status: number; readonly body: string }
  /** What the person says. */
  consent?: 'denied'
  /** Where the MCP server sends everybody. */
  moved?: string
}

export interface FakeOAuth {
  /** Of the MCP server. */
  readonly url: string
  /** Of the authorization server. */
  readonly issuer: string
  readonly conduct: OAuthConduct
  /** Every request, such as `POST /token refresh_token`. */
  readonly requests: readonly string[]
  /** Everything secret that was given out or shown. */
  readonly secrets: ReadonlySet<string>
  /** Takes back the tokens to call with, and those to renew them with too. */
  revoke(what: 'access' | 'all'): void
  /** What a person with a browser does. @returns what the page said */
  browse(address: string): Promise<{ readonly status: number; readonly text: string }>
  close(): Promise<void>
}

interface Grant {
  readonly client: string
  readonly challenge: string
  readonly redirect: string
}

/** An MCP server and its authorization server at another address, over real sockets. */
export async function startOAuthServer(): Promise<FakeOAuth> {
  const conduct: OAuthConduct = { clients: new Map() }
  const requests: string[] = []
  const secrets = new Set<string>()
  const grants = new Map<string, Grant>()
  const access = new Set<string>()
  const refresh = new Map<string, string>()
  const make = (kind: string) => {
    const made = `${kind}-${randomUUID()}`
    secrets.add(made)
    return made
  }

  const authorization = await serve(async (request, response, url) => {
    const form = new URLSearchParams(request.method === 'POST' ? await text(request) : '')
    const grantType = form.get('grant_type')
    requests.push([request.method, url.pathname, ...(grantType === null ? [] : [grantType])].join(' '))
    if (url.pathname === '/.well-known/oauth-authorization-server') {
      const metadata = {
        issuer: authorization.origin,
        authorization_endpoint: `${authorization.origin}/authorize`,
        token_endpoint: `${authorization.origin}/token`,
        registration_endpoint: `${authorization.origin}/register`,
        response_types_supported: ['code'],
        code_challenge_methods_supported: ['S256'],
      }
      return reply(response, 200, conduct.describe?.(metadata) ?? metadata)
    }
    if (url.pathname === '/register') {
      const client = make('client')
      conduct.clients.set(client, undefined)
      return reply(response, 201, { ...JSON.parse([...form.keys()][0] ?? '{}'), client_id: client })
    }
    if (url.pathname === '/authorize') return authorize(url.searchParams, response)
    if (url.pathname === '/token') return grant(form, request, response)
    return reply(response, 404, {})
  })

  function authorize(asked: URLSearchParams, response: ServerResponse): unknown {
    const back = new URL(asked.get('redirect_uri') ?? '')
    back.searchParams.set('state', asked.get('state') ?? '')
    const [client, challenge] = [asked.get('client_id') ?? '', asked.get('code_challenge') ?? '']
    if (!conduct.clients.has(client) || asked.get('code_challenge_method') !== 'S256') return reply(response, 400, {})
    if (conduct.consent === 'denied') back.searchParams.set('error', 'access_denied')
    else {
      const code = make('code')
      grants.set(code, { client, challenge, redirect: `${back.origin}${back.pathname}` })
      back.searchParams.set('code', code)
    }
    return response.writeHead(302, { Location: back.href }).end()
  }

  function grant(form: URLSearchParams, request: IncomingMessage, response: ServerResponse): unknown {
    if (conduct.tokenReply !== undefined) {
      const { status, body } = conduct.tokenReply
      return response.writeHead(status, { 'Content-Type': 'application/json' }).end(body)
    }
    const client = clientOf(form, request)
    if (client === undefined) return reply(response, 401, { error: 'invalid_client' })
    const isGranted = isGrantedTo(client, form)
    if (!isGranted) return reply(response, 400, { error: 'invalid_grant', error_description: [...secrets].join() })
    const accessToken = make('access')
    access.add(accessToken)
    const renewed = form.get('grant_type') === 'client_credentials' ? {} : { refresh_token: make('refresh') }
    if (renewed.refresh_token !== undefined) refresh.set(renewed.refresh_token, client)
    const { expiresIn } = conduct
    return reply(response, 200, {
      ...{ access_token: accessToken, token_type: 'bearer', ...renewed },
      ...(expiresIn === undefined ? {} : { expires_in: expiresIn }),
    })
  }

  function clientOf(form: URLSearchParams, request: IncomingMessage): string | undefined {
    const basic = Buffer.from(request.headers.authorization?.replace('Basic ', '') ?? '', 'base64').toString()
    const [id, secret] = basic === '' ? [form.get('client_id') ?? '', form.get('client_secret')] : basic.split(':')
    if (id === undefined || !conduct.clients.has(id)) return undefined
    return conduct.clients.get(id) === (secret ?? undefined) ? id : undefined
  }

  // Everything is good for one use.
  function isGrantedTo(client: string, form: URLSearchParams): boolean {
    if (form.get('resource') !== `${mcp.origin}/mcp`) return false
    if (form.get('grant_type') === 'client_credentials') return true
    if (form.get('grant_type') === 'refresh_token') {
      const used = form.get('refresh_token') ?? ''
      const isTheirs = refresh.get(used) === client
      refresh.delete(used)
      return isTheirs
    }
    const code = form.get('code') ?? ''
    const given = grants.get(code)
    grants.delete(code)
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    const isSame = given?.challenge === challenge && given.redirect === form.get('redirect_uri')
    return isSame && given?.client === client
  }

  const mcp = await serve(async (request, response, url) => {
    const body = await text(request)
    const method = body === '' ? '' : ` ${JSON.parse(body).method}`
    requests.push(`${request.method} ${url.pathname}${method}`)
    if (url.pathname.startsWith('/.well-known/oauth-protected-resource')) {
      const { resource = `${mcp.origin}/mcp`, issuer = authorization.origin } = conduct
      return reply(response, 200, { resource, authorization_servers: [issuer], scopes_supported: ['tools'] })
    }
    if (url.pathname !== '/mcp') return reply(response, 404, {})
    if (conduct.moved !== undefined) return response.writeHead(307, { Location: conduct.moved }).end()
    const token = request.headers.authorization?.replace('Bearer ', '') ?? ''
    if (!access.has(token)) {
      const at = conduct.metadataAt ?? `${mcp.origin}/.well-known/oauth-protected-resource/mcp`
      response.setHeader('WWW-Authenticate', `Bearer resource_metadata="${at}"`)
      return reply(response, 401, { error: 'invalid_token', error_description: token })
    }
    if (request.method !== 'POST') return reply(response, 405, {})
    return answer(JSON.parse(body), response)
  })

  return {
    url: `${mcp.origin}/mcp`,
    issuer: authorization.origin,
    conduct,
    requests,
    secrets,
    revoke(what) {
      access.clear()
      if (what === 'all') refresh.clear()
    },
    async browse(address) {
      const shown = await fetch(address)
      return { status: shown.status, text: await shown.text() }
    },
    close: async () => void (await Promise.all([authorization.close(), mcp.close()])),
  }
}

interface Called {
  readonly id?: unknown
  readonly method: string
  readonly params?: { readonly protocolVersion?: unknown }
}

function answer({ id, method, params }: Called, response: ServerResponse): unknown {
  if (id === undefined) return response.writeHead(202).end()
  const results: Record<string, unknown> = {
    initialize: {
      protocolVersion: params?.protocolVersion,
      capabilities: { tools: {} },
      serverInfo: { name: 'signed', version: '1' },
    },
    'tools/list': { tools: [{ name: 'whoami', inputSchema: { type: 'object' } }] },
    'tools/call': { content: [{ type: 'text', text: 'you' }] },
  }
  return reply(response, 200, { jsonrpc: '2.0', id, result: results[method ?? ''] })
}

type Handle = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<unknown>

async function serve(handle: Handle): Promise<{ readonly origin: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    handle(request, response, new URL(request.url ?? '/', 'http://127.0.0.1')).catch((thrown: unknown) => {
      response.writeHead(500).end(String(thrown))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    origin: `http://127.0.0.1:${port}`,
    close() {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

function reply(response: ServerResponse, status: number, body: unknown): unknown {
  return response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
}
