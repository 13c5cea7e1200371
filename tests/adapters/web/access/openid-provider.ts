import { generateKeyPairSync } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import Provider, { type Adapter, type AdapterPayload } from 'oidc-provider'

/** Somebody who has an account at the provider. */
export interface Account {
  readonly sub: string
  readonly [claim: string]: unknown
}

export interface OpenIdProvider {
  readonly issuer: string
  /** Who signs in next. */
  account: Account
  /** What happens when somebody is asked to sign in. */
  answer: 'agree' | 'deny'
  /** Requests that came, by path. */
  readonly requests: string[]
  stop(): Promise<void>
}

export const CLIENT = { clientId: 'kiku', clientSecret: 'client-secret-of-tests-0123456789abcdef' }

/** A real OpenID provider on this machine, at which people sign in without a form. */
export async function startOpenIdProvider(
  redirectUri: string,
  { port = 0, isPublicClient = false } = {},
): Promise<OpenIdProvider> {
  const requests: string[] = []
  let handle: (request: IncomingMessage, response: ServerResponse) => void = () => {}
  const server = createServer((request, response) => {
    requests.push((request.url ?? '').split('?', 1)[0] ?? '')
    handle(request, response)
  })
  const issuer = `http://127.0.0.1:${await listen(server, port)}`
  const provider = new Provider(issuer, {
    adapter: createAdapters(),
    jwks: { keys: [KEY] },
    clients: [
      {
        client_id: CLIENT.clientId,
        redirect_uris: [redirectUri],
        id_token_signed_response_alg: 'ES256',
        ...(isPublicClient
          ? { token_endpoint_auth_method: 'none' }
          : { token_endpoint_auth_method: 'client_secret_post', client_secret: CLIENT.clientSecret }),
      },
    ],
    scopes: ['openid', 'profile', 'email', 'groups'],
    claims: { openid: ['sub'], profile: ['name'], email: ['email', 'email_verified'], groups: ['groups', 'roles'] },
    findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ ...running.account, sub }) }),
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    cookies: { keys: ['key-of-tests'] },
    ttl: { Interaction: 600, Session: 600, Grant: 600, AccessToken: 600, IdToken: 600, AuthorizationCode: 60 },
    pkce: { required: () => true },
  })
  const running: OpenIdProvider = {
    issuer,
    account: { sub: 'nobody' },
    answer: 'agree',
    requests,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  const callback = provider.callback()
  handle = (request, response) => {
    if (request.url?.startsWith('/interaction/') !== true) {
      void callback(request, response)
      return
    }
    finish(provider, running, request, response).catch((thrown: unknown) => response.writeHead(500).end(String(thrown)))
  }
  return running
}

const KEY = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' })

/** What the provider remembers, until it stops. */
function createAdapters(): (name: string) => Adapter {
  const entries = new Map<string, AdapterPayload>()
  return (name) => ({
    upsert: async (id, payload) => void entries.set(`${name}:${id}`, payload),
    find: async (id) => entries.get(`${name}:${id}`),
    findByUid: async (uid) => [...entries.values()].find((entry) => entry.uid === uid && entry.kind === name),
    findByUserCode: async () => undefined,
    async consume(id) {
      const entry = entries.get(`${name}:${id}`)
      if (entry !== undefined) entry.consumed = Math.floor(Date.now() / 1000)
    },
    destroy: async (id) => void entries.delete(`${name}:${id}`),
    async revokeByGrantId(grantId) {
      for (const [key, entry] of entries) if (entry.grantId === grantId) entries.delete(key)
    },
  })
}

async function finish(
  provider: Provider,
  { account, answer }: OpenIdProvider,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { params } = await provider.interactionDetails(request, response)
  if (answer === 'deny') {
    await provider.interactionFinished(request, response, { error: 'access_denied', error_description: 'No.' })
    return
  }
  const grant = new provider.Grant({ accountId: account.sub, clientId: String(params.client_id) })
  grant.addOIDCScope(String(params.scope))
  const grantId = await grant.save()
  await provider.interactionFinished(request, response, { login: { accountId: account.sub }, consent: { grantId } })
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve) => {
    server.listen({ host: '127.0.0.1', port }, () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })
}
