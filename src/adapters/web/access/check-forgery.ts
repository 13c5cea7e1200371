import { isProgram } from './is-program.ts'
import { isNavigation, type RequestFacts } from './request-facts.ts'

export interface ForgeryRules {
  /** Where people reach Kiku, where that was configured. */
  readonly publicUrl?: string
}

/**
 * Whether a request comes from our own page. Browsers say where a page stands that sends one, and pages cannot lie about it
 * (https://www.w3.org/TR/fetch-metadata/, https://fetch.spec.whatwg.org/#origin-header).
 * @returns `unsaid` where no browser is at work, or one from before 2020
 */
export function originOf(
  { headers }: Pick<RequestFacts, 'headers'>,
  rules: ForgeryRules,
): 'own' | 'foreign' | 'unsaid' {
  const site = headers['sec-fetch-site']
  // What the user typed in, or opened from outside of the browser.
  if (site === 'none') return 'unsaid'
  if (site !== undefined) return site === 'same-origin' ? 'own' : 'foreign'
  const { origin } = headers
  if (origin === undefined) return 'unsaid'
  return ownOrigins(headers.host, rules).includes(origin.toLowerCase()) ? 'own' : 'foreign'
}

/** Whether the page of another site may have sent a request, of which then nothing may come. */
export function isForged(request: RequestFacts, by: 'none' | 'session', rules: ForgeryRules): boolean {
  const origin = originOf(request, rules)
  if (origin === 'own') return false
  if (!CHANGES_NOTHING.includes(request.method ?? '')) {
    if (origin === 'foreign' || by === 'session') return true
    // No page of another site can send the others without having asked first, and is not heard then.
    return FORM_METHODS.includes(request.method ?? '') && !isJson(request) && !isProgram(request)
  }
  return origin === 'foreign' && !isNavigation(request)
}

const CHANGES_NOTHING = ['GET', 'HEAD']
/** What forms can send, and pages without asking (https://fetch.spec.whatwg.org/#cors-safelisted-method). */
const FORM_METHODS = ['POST']

function isJson({ headers }: RequestFacts): boolean {
  return /^application\/(json|[\w.-]+\+json)\s*(;|$)/i.test(headers['content-type'] ?? '')
}

function ownOrigins(host: string | undefined, { publicUrl }: ForgeryRules): readonly string[] {
  const here = host === undefined ? [] : [`http://${host.toLowerCase()}`]
  return publicUrl === undefined ? here : [new URL(publicUrl).origin, ...here]
}
