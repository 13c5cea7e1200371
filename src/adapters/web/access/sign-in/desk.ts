import type { Context } from 'hono'
import type { Clock } from '../../../../ports/clock.ts'
import type { Telemetry } from '../../../../ports/telemetry.ts'
import { createRateWindow } from '../../../common/http/rate-window.ts'
import { requestLanguage } from '../../server/request-language.ts'
import type { WebEnv } from '../../web-env.ts'
import type { AccessOptions } from '../access-options.ts'
import type { CookieJar } from '../cookies.ts'
import { addressOf } from '../request-facts.ts'
import type { SessionStart, Sessions } from '../sessions.ts'
import type { SignInLimits } from '../sign-in-limits.ts'
import { renderSignIn } from './page.ts'
import type { SignInTrouble } from './words.ts'

/** What both ways of signing in do alike. */
export interface SignInDesk {
  readonly limits: SignInLimits
  /** From where somebody signs in. */
  addressIn(context: Context<WebEnv>): string
  show(context: Context<WebEnv>, to: string, trouble?: SignInTrouble, seconds?: number): Promise<Response>
  /** Somebody is in. */
  enter(context: Context<WebEnv>, start: SessionStart, to: string): Response
  /** Somebody is not. @param code for the log */
  fail(context: Context<WebEnv>, trouble: SignInTrouble, to: string, code?: string): Promise<Response>
  leave(context: Context<WebEnv>): void
}

export interface SignInDeskParts {
  readonly options: AccessOptions
  readonly sessions: Sessions
  readonly cookies: CookieJar
  readonly limits: SignInLimits
  readonly language: 'auto' | 'en' | 'ja'
  readonly clock: Clock
  readonly telemetry: Telemetry
}

/** Anybody can have a sign-in fail. */
const LINES_PER_MINUTE = 20

export function createSignInDesk(parts: SignInDeskParts): SignInDesk {
  const { options, sessions, cookies, limits, telemetry } = parts
  const provider = options.oidc === undefined ? undefined : new URL(options.oidc.issuer).host
  const hasProxy = options.publicUrl !== undefined
  const lines = createRateWindow({ limit: LINES_PER_MINUTE, windowMs: 60_000, clock: parts.clock })

  function show(context: Context<WebEnv>, to: string, trouble?: SignInTrouble, seconds?: number): Promise<Response> {
    return renderSignIn({
      language: requestLanguage(context.req.header('accept-language'), parts.language),
      takesTokens: options.tokens.length > 0,
      provider,
      to,
      ...(trouble === undefined ? {} : { trouble }),
      ...(seconds === undefined ? {} : { seconds }),
    })
  }

  function leave(context: Context<WebEnv>): void {
    const secret = cookies.read(context.req.header('cookie'))
    if (secret !== undefined) sessions.close(secret)
  }

  return {
    show,
    leave,
    limits,
    addressIn: ({ env }) => (env.incoming === undefined ? '' : addressOf(env.incoming, hasProxy)),
    enter(context, start, to) {
      // A secret that the browser had before is worth nothing afterwards.
      leave(context)
      const secret = sessions.open(start)
      context.header('set-cookie', cookies.write(secret, options.sessionMs / 1000), { append: true })
      telemetry.info('web-signed-in', { visitor: start.visitor.id, role: start.visitor.role, sessions: sessions.size })
      return context.redirect(to, 303)
    },
    fail(context, trouble, to, code) {
      if (lines.take() === 0) telemetry.warn('web-sign-in-failed', { reason: trouble, code })
      return show(context, to, trouble)
    },
  }
}
