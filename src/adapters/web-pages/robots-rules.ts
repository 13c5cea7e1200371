import { KikuError } from '../../domain/errors.ts'
import { describeUrl } from './check-url.ts'
import { parseRobots } from './parse-robots.ts'

/** What a site's robots.txt came to: its text, or that there is none. */
export type RobotsReply = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'absent' }

export interface RobotsRules {
  /** @throws KikuError `url-refused` when the site does not want the page read */
  check(url: URL, load: (robotsUrl: URL) => Promise<RobotsReply>): Promise<void>
}

export interface RobotsOptions {
  /** Product name that sites address, without version. */
  readonly agent: string
  readonly now: () => number
}

const MOST_SITES = 200
const KEEP_MS = 60 * 60 * 1_000

/** Remembers the rules of the sites asked last, each for an hour. RFC 9309. */
export function createRobotsRules({ agent, now }: RobotsOptions): RobotsRules {
  const cache = new Map<string, { readonly isAllowed: (url: URL) => boolean; readonly until: number }>()

  return {
    async check(url, load) {
      const known = cache.get(url.origin)
      if (known !== undefined && known.until > now()) return refuseUnless(known.isAllowed(url), url)
      cache.delete(url.origin)
      const reply = await load(new URL('/robots.txt', url))
      const isAllowed = reply.kind === 'absent' ? () => true : parseRobots(reply.text, url.origin, agent)
      if (cache.size >= MOST_SITES) forgetOldest(cache)
      cache.set(url.origin, { isAllowed, until: now() + KEEP_MS })
      refuseUnless(isAllowed(url), url)
    },
  }
}

function forgetOldest(cache: Map<string, unknown>): void {
  const [oldest] = cache.keys()
  if (oldest !== undefined) cache.delete(oldest)
}

function refuseUnless(isAllowed: boolean, url: URL): void {
  if (isAllowed) return
  throw new KikuError('url-refused', `The site asks programs not to read ${describeUrl(url)} (robots.txt).`, {
    remedy: 'Save the page as a file and add the file instead.',
    details: { host: url.host },
  })
}
