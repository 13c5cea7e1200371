import type { PeerState } from '../peer-state.ts'
import type { WireObject } from '../wire.ts'
import type { UploadedFile } from './read-body.ts'

export interface RouteRequest {
  /** What stands in the path for a name, such as `channel`. @throws Error when the route has no such name */
  readonly param: (name: string) => string
  readonly query: URLSearchParams
  /** The body, where it is an object. */
  readonly body: WireObject
  /** The body, whatever it is. */
  readonly json: unknown
  readonly files: readonly UploadedFile[]
}

export interface Route {
  /** Method and path, such as `GET /channels/:channel`. */
  readonly name: string
  /** Whether a token in the path takes the place of the bot's. */
  readonly isOpen?: boolean
  /** Of success. Default 200, and 204 where nothing is answered. */
  readonly status?: number
  /** @throws DiscordRefusal */
  run(request: RouteRequest, state: PeerState): WireObject | readonly unknown[] | undefined
}

export interface FoundRoute {
  readonly route: Route
  readonly params: Readonly<Record<string, string>>
  /** What has a bucket of its own. */
  readonly major: string
}

/** @param routes of two that match, the first is taken */
export function createRouter(routes: readonly Route[]): (method: string, path: string) => FoundRoute | undefined {
  const compiled = routes.map((route) => {
    const [method = '', path = ''] = route.name.split(' ')
    const names = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name)
    return { route, method, names, pattern: new RegExp(`^${path.replace(/:\w+/g, '([^/]+)')}$`) }
  })
  return (method, path) => {
    for (const { route, method: wanted, names, pattern } of compiled) {
      const match = wanted === method ? pattern.exec(path) : null
      if (match === null) continue
      const params = Object.fromEntries(names.map((name, at) => [name, decode(match[at + 1] ?? '')]))
      const major = params.channel ?? params.guild ?? params.token ?? ''
      return { route, params, major }
    }
    return undefined
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
