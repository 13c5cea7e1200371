import { PUBLIC } from '../../../domain/audience.ts'
import type { Clock } from '../../../ports/clock.ts'
import { createTokenBook, type TokenBook } from '../../common/http/token-book.ts'
import { type AccessOptions, needsSignIn, type WebToken } from './access-options.ts'
import type { CookieJar } from './cookies.ts'
import { cameThroughProxy, type RequestFacts } from './request-facts.ts'
import type { Sessions } from './sessions.ts'
import { personLabel, type Visitor } from './visitor.ts'

/** Who a request is from, or why nobody knows. */
export type Identity =
  | { readonly kind: 'known'; readonly visitor: Visitor; readonly requestsPerMinute: number }
  | { readonly kind: 'stranger'; readonly why: 'unauthorized' | 'token-refused' | 'proxy-unexpected' }

/** The bearers of the tokens; undefined where there are no tokens. @throws KikuError `config-invalid` */
export function createBook({ tokens }: AccessOptions, clock: Clock): TokenBook<WebToken> | undefined {
  return tokens.length === 0 ? undefined : createTokenBook(tokens, 'page', clock)
}

export interface IdentifyParts {
  readonly options: AccessOptions
  readonly book: TokenBook<WebToken> | undefined
  readonly sessions: Sessions
  readonly cookies: CookieJar
}

/** A token in the header decides, also where it is wrong; then the cookie of a session; then whether anybody may come in. */
export function identify({ options, book, sessions, cookies }: IdentifyParts): (request: RequestFacts) => Identity {
  const { requestsPerMinute } = options
  const isOpen = !needsSignIn(options)
  const local = localVisitor(options)
  return (request) => {
    const { authorization, cookie } = request.headers
    if (isOpen) {
      // Whoever comes through a proxy is not at this machine.
      if (cameThroughProxy(request)) return { kind: 'stranger', why: 'proxy-unexpected' }
      return { kind: 'known', visitor: local, requestsPerMinute }
    }
    if (authorization !== undefined) {
      const token = book?.find(authorization)
      if (token === undefined) return { kind: 'stranger', why: 'token-refused' }
      return {
        kind: 'known',
        visitor: tokenVisitor(token, 'token'),
        requestsPerMinute: token.requestsPerMinute ?? requestsPerMinute,
      }
    }
    const secret = cookies.read(cookie)
    const visitor = secret === undefined ? undefined : sessions.find(secret)
    return visitor === undefined
      ? { kind: 'stranger', why: 'unauthorized' }
      : { kind: 'known', visitor, requestsPerMinute }
  }
}

export function tokenVisitor({ name, audience, role }: WebToken, by: 'token' | 'session'): Visitor {
  const id = `web:${name}`
  return { id, name, labels: [...new Set([...audience, personLabel({ id })])], role, by }
}

function localVisitor({ audience }: AccessOptions): Visitor {
  const id = 'web:local'
  const labels = [...new Set([PUBLIC, ...audience, personLabel({ id })])]
  return { id, name: 'local', labels, role: 'owner', by: 'none' }
}
