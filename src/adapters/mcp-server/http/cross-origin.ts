import type { IncomingMessage, ServerResponse } from 'node:http'

// Called for origins that were found to be allowed only.

/** Answers the question that a browser asks before a request of a page (https://fetch.spec.whatwg.org/#cors-preflight-fetch). */
export function answerPreflight(request: IncomingMessage, response: ServerResponse): boolean {
  const { origin, 'access-control-request-method': method } = request.headers
  if (request.method !== 'OPTIONS' || origin === undefined || method === undefined) return false
  allowOrigin(request, response)
  response
    .writeHead(204, {
      'access-control-allow-methods': 'GET, POST, DELETE',
      'access-control-allow-headers':
        'authorization, content-type, mcp-session-id, mcp-protocol-version, last-event-id',
      'access-control-max-age': '600',
    })
    .end()
  return true
}

/** Lets the page that asks read the reply. */
export function allowOrigin({ headers: { origin } }: IncomingMessage, response: ServerResponse): void {
  if (origin === undefined) return
  response.setHeader('access-control-allow-origin', origin)
  response.setHeader('access-control-expose-headers', 'mcp-session-id, www-authenticate, retry-after')
  response.setHeader('vary', 'origin')
}
