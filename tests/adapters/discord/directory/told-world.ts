import type { DiscordApi } from '../../../../src/adapters/discord/api/discord-api.ts'
import { createGatewayFacts, type GatewayFacts } from '../../../../src/adapters/discord/directory/gateway-facts.ts'
import { refuse } from './tell-of-world.ts'

/** Discord's bits of permissions. */
export const VIEW = 1n << 10n
export const SPEAK = 1n << 11n
export const HISTORY = 1n << 16n
export const PUBLIC_THREADS = 1n << 35n
export const IN_THREADS = 1n << 38n
export const ORDINARY = VIEW | HISTORY | SPEAK | PUBLIC_THREADS | IN_THREADS

export const KIKU = '1'
export const OWNER = '2'
export const ALICE = '11'
export const BOB = '12'

type Fields = Readonly<Record<string, unknown>>

export const overwrite = (id: string, change: { allow?: bigint; deny?: bigint }, type: 0 | 1 = 0) => ({
  id,
  type,
  allow: String(change.allow ?? 0n),
  deny: String(change.deny ?? 0n),
})

export const channel = (id: string, fields: Fields = {}) => ({
  id,
  type: 0,
  name: `channel-${id}`,
  permission_overwrites: [],
  ...fields,
})

export const thread = (id: string, parent: string, fields: Fields = {}) => ({
  id,
  parent_id: parent,
  type: 11,
  name: `thread-${id}`,
  thread_metadata: { archived: false, locked: false },
  ...fields,
})

export const role = (id: string, permissions: bigint, fields: Fields = {}) => ({
  id,
  name: `role-${id}`,
  permissions: String(permissions),
  ...fields,
})

export const server = (id: string, fields: Fields = {}) => ({
  id,
  name: `server-${id}`,
  owner_id: OWNER,
  features: [],
  preferred_locale: 'en-US',
  roles: [role(id, ORDINARY)],
  channels: [],
  threads: [],
  members: [{ user: { id: KIKU }, roles: [] }],
  ...fields,
})

/** What the gateway has told of so many servers. */
export function tell(...servers: readonly (Fields & { readonly id: string })[]): GatewayFacts {
  const facts = createGatewayFacts()
  const guilds = servers.map(({ id }) => ({ id, unavailable: true }))
  dispatch(facts, 'READY', { user: { id: KIKU }, guilds })
  for (const one of servers) dispatch(facts, 'GUILD_CREATE', one)
  return facts
}

export function dispatch(facts: GatewayFacts, type: string, data: object): void {
  facts.take({ type, data, shard: 0 })
}

export interface ScriptedApi extends DiscordApi {
  readonly calls: string[]
}

/** Answers routes as the script says; what it does not know is not there. */
export function createScriptedApi(
  script: Readonly<Record<string, (signal: AbortSignal) => unknown>> = {},
  error = 10_007,
): ScriptedApi {
  const calls: string[] = []
  return {
    calls,
    async call({ route, schema, signal }) {
      calls.push(route)
      const answer = script[route]
      if (answer === undefined) throw refuse(404, error)
      return schema.parse(await answer(signal))
    },
  }
}

/** Never answers, until the signal says that it was long enough. */
export function neverAnswering(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}
