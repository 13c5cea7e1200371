import type { IncomingMessage, ServerResponse } from 'node:http'

// Called for origins that were found to be allowed only. Cookies are never allowed to come along.

/** Answers the question that a browser asks before a request of a page (https://fetch.spec.whatwg.org/#cors-preflight-fetch). */
export function answerPreflight({ method, headers }: IncomingMessage, origin: string): Response | undefined {
  if (method !== 'OPTIONS' || headers['access-control-request-method'] === undefined) return undefined
  return new Response(null, {
    status: 204,
    headers: {
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE',
      'access-control-allow-headers': 'authorization, content-type, accept, accept-language, x-request-id',
      'access-control-max-age': '600',
      vary: 'origin',
    },
  })
}

/** Lets the page that asks read the reply. */
export function allowOrigin(response: ServerResponse, origin: string): void {
  response.setHeader('access-control-allow-origin', origin)
  response.setHeader('access-control-expose-headers', 'www-authenticate, retry-after, x-request-id')
  response.setHeader('cross-origin-resource-policy', 'cross-origin')
  response.setHeader('vary', 'origin')
}
