import { type Dispatcher, fetch, type Response } from 'undici'
import { KikuError } from '../../domain/errors.ts'
import type { FetchedPage } from '../../ports/page-fetcher.ts'
import type { AddressPolicy } from './address-policy.ts'
import { checkUrl, describeUrl } from './check-url.ts'
import { isReadableCoding, isReadableMediaType, keepDeclaredType, parseMediaType } from './media-types.ts'
import { readBody } from './read-body.ts'
import type { RobotsReply, RobotsRules } from './robots-rules.ts'

export interface FetchContext {
  readonly agent: Dispatcher
  readonly policy: AddressPolicy
  readonly robots: RobotsRules
  readonly userAgent: string
  readonly maxBytes: number
  readonly maxRedirects: number
  readonly signal: AbortSignal
}

type CheckHop = (url: URL) => Promise<void>

/** Fetches a page with all checks at every hop. Throws `KikuError`s for what it finds, and the library's own errors. */
export async function fetchPage(address: string, context: FetchContext): Promise<FetchedPage> {
  const checkHop: CheckHop = (url) => context.robots.check(url, (robotsUrl) => fetchRobots(robotsUrl, context))
  const { url, response } = await followRedirects(checkUrl(address, context.policy), context, checkHop)
  checkStatus(url, response)
  checkType(url, response)
  if (Number(response.headers.get('content-length')) > context.maxBytes) throw tooLarge(url, context.maxBytes)
  const { bytes, contentHash, isCut } = await readBody(response, context.maxBytes)
  if (isCut) throw tooLarge(url, context.maxBytes)
  return { url: url.href, bytes, contentHash, mediaType: keepDeclaredType(response.headers.get('content-type')) }
}

async function followRedirects(start: URL, context: FetchContext, checkHop: CheckHop) {
  let url = start
  for (let hop = 0; hop <= context.maxRedirects; hop += 1) {
    await checkHop(url)
    const response = await request(url, context)
    const target = redirectTarget(response)
    if (target === undefined) return { url, response }
    // The body of a redirect is of no use; leaving it unread would keep the connection busy.
    await response.body?.cancel()
    url = checkUrl(target, context.policy, url)
  }
  throw new KikuError('url-failed', `${describeUrl(start)} redirects more than ${context.maxRedirects} times.`, {
    remedy: 'Give the address that the page finally has.',
  })
}

function request(url: URL, { agent, userAgent, signal }: FetchContext): Promise<Response> {
  const accept = 'text/html,application/xhtml+xml,text/*;q=0.9,application/pdf;q=0.9,*/*;q=0.5'
  const headers = { 'user-agent': userAgent, accept, 'accept-encoding': 'gzip, deflate, br' }
  return fetch(url, { dispatcher: agent, headers, redirect: 'manual', credentials: 'omit', signal })
}

function redirectTarget(response: Response): string | undefined {
  if (![301, 302, 303, 307, 308].includes(response.status)) return undefined
  return response.headers.get('location') ?? undefined
}

/** RFC 9309: no file means no rules, a server in trouble means no permission for now. */
async function fetchRobots(robotsUrl: URL, context: FetchContext): Promise<RobotsReply> {
  const { url, response } = await followRedirects(robotsUrl, context, async () => {})
  if (response.ok && isReadableCoding(response.headers.get('content-encoding'))) {
    const { bytes } = await readBody(response, 512 * 1_024)
    return { kind: 'text', text: new TextDecoder().decode(bytes) }
  }
  await response.body?.cancel()
  if (response.status >= 400 && response.status < 500 && response.status !== 429) return { kind: 'absent' }
  throw new KikuError('url-refused', `${url.host} cannot say now whether programs may read it (robots.txt).`, {
    retryable: true,
    remedy: 'Try again later.',
    details: { status: response.status },
  })
}

function checkStatus(url: URL, response: Response): void {
  const { status } = response
  if (response.ok && status !== 204 && status !== 205) return
  throw new KikuError('url-failed', `${describeUrl(url)} could not be read: ${describeStatus(status)}.`, {
    retryable: status === 429 || status >= 500,
    remedy: remedyFor(status),
    details: { status },
  })
}

function describeStatus(status: number): string {
  switch (status) {
    case 401:
    case 403:
      return `the server does not permit it (status ${status})`
    case 404:
    case 410:
      return `there is no such page (status ${status})`
    default:
      return `the server answered with status ${status}`
  }
}

function remedyFor(status: number): string {
  if (status === 401 || status === 403) return 'Kiku reads pages that need no sign-in; save the page as a file instead.'
  return status === 429 || status >= 500 ? 'Try again later.' : 'Check the address in a browser.'
}

function checkType(url: URL, response: Response): void {
  const mediaType = parseMediaType(response.headers.get('content-type'))
  if (isReadableMediaType(mediaType) && isReadableCoding(response.headers.get('content-encoding'))) return
  const type = (mediaType ?? 'unknown').slice(0, 60)
  throw new KikuError('document-unsupported', `${describeUrl(url)} is of a type that Kiku cannot read (${type}).`, {
    remedy: 'Add pages of text, HTML, PDF, Office or JSON.',
  })
}

function tooLarge(url: URL, maxBytes: number): KikuError {
  const limit = `${Math.round((maxBytes / 1_024 / 1_024) * 10) / 10} MiB`
  return new KikuError('document-too-large', `${describeUrl(url)} is larger than ${limit}.`, {
    remedy: 'Save the part that matters as a file and add the file instead.',
    details: { maxBytes },
  })
}
