import type { Hono } from 'hono'
import type { TokenBook } from '../../../common/http/token-book.ts'
import type { WebEnv } from '../../web-env.ts'
import type { WebToken } from '../access-options.ts'
import { type ForgeryRules, originOf } from '../check-forgery.ts'
import { tokenVisitor } from '../identify.ts'
import type { SignInDesk } from './desk.ts'
import { BY_TOKEN, ownPath } from './places.ts'

/** Takes the form of the sign-in page. */
export function mountByToken(
  app: Hono<WebEnv>,
  book: TokenBook<WebToken>,
  rules: ForgeryRules,
  desk: SignInDesk,
): void {
  app.post(BY_TOKEN, async (context) => {
    const form = new URLSearchParams(await context.req.text())
    const to = ownPath(form.get('to'))
    const { incoming } = context.env
    // Else another site could sign people in as somebody else, and read what they ask.
    if (incoming === undefined || originOf(incoming, rules) !== 'own') return desk.show(context, '/', 'foreign')
    const address = desk.addressIn(context)
    const seconds = desk.limits.wait(address)
    if (seconds > 0) return desk.show(context, to, 'too-often', seconds)
    const token = book.findSecret((form.get('token') ?? '').trim())
    if (token === undefined) {
      desk.limits.countFailure(address)
      return desk.fail(context, 'token-refused', to)
    }
    return desk.enter(context, { visitor: tokenVisitor(token, 'session'), isOut: () => book.isExpired(token) }, to)
  })
}
