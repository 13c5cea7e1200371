import type { Hono, MiddlewareHandler } from 'hono'
import type { Clock } from '../../../ports/clock.ts'
import type { Telemetry } from '../../../ports/telemetry.ts'
import type { WebEnv } from '../web-env.ts'
import { type AccessOptions, needsSignIn } from './access-options.ts'
import { createCookieJar, SESSION_COOKIE } from './cookies.ts'
import { guardRequests, type Refuse } from './guard-requests.ts'
import { createBook, identify } from './identify.ts'
import { createProvider } from './oidc/provider.ts'
import { createSessions } from './sessions.ts'
import { mountByOidc } from './sign-in/by-oidc.ts'
import { mountByToken } from './sign-in/by-token.ts'
import { createSignInDesk } from './sign-in/desk.ts'
import { mountSignIn } from './sign-in/mount-sign-in.ts'
import { SIGN_IN } from './sign-in/places.ts'
import { createSignInLimits } from './sign-in-limits.ts'

/** Who may come in, and by which door. */
export interface Access {
  /** Lets a request through, with its visitor in the context, or answers it. */
  readonly guard: MiddlewareHandler<WebEnv>
  /** The routes of signing in and out. */
  mount(app: Hono<WebEnv>): void
}

export interface AccessParts {
  readonly options: AccessOptions
  /** On which the server listens. */
  readonly host: string
  /** Under which browsers reach Kiku. */
  readonly url: string
  readonly language: 'auto' | 'en' | 'ja'
  /** Paths that tell nothing of anybody. */
  readonly openPaths: readonly string[]
  /** Further paths that anybody may see. */
  readonly isOpen: (path: string) => boolean
  readonly refuse: Refuse
  readonly clock: Clock
  readonly telemetry: Telemetry
  /** Ends what waits for a provider. */
  readonly stopping: AbortSignal
}

const MOST_SESSIONS = 10_000
const SESSIONS_PER_VISITOR = 20
const TRIES = { failuresPerAddress: 10, failures: 100 }

/** @throws KikuError `config-invalid` where a token is not fit */
export function createAccess(parts: AccessParts): Access {
  const { options, host, url, language, openPaths, refuse, clock, telemetry, stopping } = parts
  const { sessionMs: ageMs, oidc, publicUrl } = options
  const bounds = { ageMs, idleMs: ageMs / 3, most: MOST_SESSIONS, mostPerVisitor: SESSIONS_PER_VISITOR }
  const sessions = createSessions(bounds, clock)
  const cookies = createCookieJar({ name: SESSION_COOKIE, url })
  const book = createBook(options, clock)
  const rules = publicUrl === undefined ? {} : { publicUrl }
  const isOpen = (path: string) => path.startsWith('/auth/') || parts.isOpen(path)
  const who = identify({ options, book, sessions, cookies })
  return {
    guard: guardRequests({ options, host, identify: who, openPaths, isOpen, refuse, clock }),
    mount(app) {
      if (!needsSignIn(options)) {
        app.get(SIGN_IN, (context) => context.redirect('/', 303))
        return
      }
      const limits = createSignInLimits(TRIES, clock)
      const desk = createSignInDesk({ options, sessions, cookies, limits, language, clock, telemetry })
      mountSignIn(app, { desk, cookies, rules, refuse })
      if (book !== undefined) mountByToken(app, book, rules, desk)
      if (oidc !== undefined) {
        const provider = createProvider(oidc, clock, stopping)
        mountByOidc(app, { options, oidc, provider, url, desk, clock })
      }
    },
  }
}
