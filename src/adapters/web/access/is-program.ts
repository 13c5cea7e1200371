import type { RequestFacts } from './request-facts.ts'

/**
 * Whether a request is none that a browser was led to by somebody's page, where it does not say where it comes from.
 *
 * No page can send a bearer token to another site without having asked first, and is not heard then
 * (https://fetch.spec.whatwg.org/#cors-safelisted-request-header). Nor can one keep its browser from saying what it is:
 * every browser, also one from before `Origin` and `Sec-Fetch-Site`, names itself and tells in which languages it reads.
 */
export function isProgram({ headers }: Pick<RequestFacts, 'headers'>): boolean {
  if (/^bearer /i.test(headers.authorization ?? '')) return true
  const { 'user-agent': name = '', accept = '' } = headers
  if (name.trim() === '' || BROWSER_NAMES.test(name) || accept.includes('text/html')) return false
  return !Object.keys(headers).some((header) => BROWSER_HEADERS.includes(header) || header.startsWith('sec-'))
}

const BROWSER_NAMES = /mozilla|opera|webkit|gecko|chrome/i
const BROWSER_HEADERS = [
  ...['origin', 'referer', 'cookie', 'accept-language', 'upgrade-insecure-requests'],
  ...['ping-from', 'ping-to'],
]
