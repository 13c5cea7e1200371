import type { Hono } from 'hono'
import type { WebEnv } from '../../web-env.ts'
import { type ForgeryRules, originOf } from '../check-forgery.ts'
import type { CookieJar } from '../cookies.ts'
import type { Refuse } from '../guard-requests.ts'
import type { SignInDesk } from './desk.ts'
import { ownPath, SIGN_IN, SIGN_OUT, STYLE } from './places.ts'
import { SIGN_IN_STYLE } from './style.ts'

export interface MountSignInParts {
  readonly desk: SignInDesk
  readonly cookies: CookieJar
  readonly rules: ForgeryRules
  readonly refuse: Refuse
}

/** The page of signing in, and the way out. */
export function mountSignIn(app: Hono<WebEnv>, { desk, cookies, rules, refuse }: MountSignInParts): void {
  app.get(SIGN_IN, (context) => {
    const to = ownPath(context.req.query('to'))
    return context.get('visitor') === undefined ? desk.show(context, to) : context.redirect(to, 303)
  })
  app.get(STYLE, (context) =>
    context.body(SIGN_IN_STYLE, 200, { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'max-age=3600' }),
  )
  app.post(SIGN_OUT, (context) => {
    const { incoming } = context.env
    if (incoming === undefined) throw new Error('There is no server around this app.')
    if (originOf(incoming, rules) !== 'own') return refuse(incoming, 'foreign-request')
    desk.leave(context)
    context.header('set-cookie', cookies.clear(), { append: true })
    const isForm = (context.req.header('accept') ?? '').includes('text/html')
    return isForm ? context.redirect(SIGN_IN, 303) : context.body(null, 204)
  })
}
