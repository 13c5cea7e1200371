import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'

/** What a request says of where it comes from. */
export type RequestFacts = Pick<IncomingMessage, 'headers' | 'method' | 'socket'>

/** Whether a browser opens an address in a tab, so that a page is wanted and not data. */
export function isNavigation({ headers, method }: Pick<RequestFacts, 'headers' | 'method'>): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false
  const mode = headers['sec-fetch-mode']
  if (mode !== undefined) return mode === 'navigate' && headers['sec-fetch-dest'] === 'document'
  return (headers.accept ?? '').includes('text/html')
}

/** Whether a program that says nothing of pages would take one: `curl` takes anything. Never a part of another page. */
export function takesAnything({ headers }: Pick<RequestFacts, 'headers'>): boolean {
  return headers['sec-fetch-mode'] === undefined && (headers.accept ?? '*/*').includes('*/*')
}

/**
 * Such as `203.0.113.7`. A proxy adds whom it heard last; anybody can write what stands before that, and all of it where
 * there is no proxy.
 */
export function addressOf({ socket, headers }: Pick<RequestFacts, 'socket' | 'headers'>, hasProxy: boolean): string {
  const forwarded = hasProxy ? headers['x-forwarded-for'] : undefined
  const last = (typeof forwarded === 'string' ? forwarded : forwarded?.at(-1))?.split(',').at(-1)?.trim() ?? ''
  return isIP(last) === 0 ? (socket.remoteAddress ?? '') : last
}

/** Whether a proxy has handed the request on. */
export function cameThroughProxy({ headers }: Pick<RequestFacts, 'headers'>): boolean {
  return PROXY_HEADERS.some((name) => headers[name] !== undefined)
}

const PROXY_HEADERS = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'via']
