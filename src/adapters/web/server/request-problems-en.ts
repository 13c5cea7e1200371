/** What can be wrong with a request itself, before Kiku is asked anything: title and detail. */
export const REQUEST_PROBLEMS_EN = {
  'request-invalid': ['The request is not as it should be.', 'Compare it with /v1/openapi.json.'],
  unauthorized: ['You are not signed in.', 'Sign in on the page, or send a token as `Authorization: Bearer …`.'],
  'token-refused': ['The token is not valid, or has expired.', 'Ask whoever runs Kiku for a new one.'],
  forbidden: ['You may not do that.', 'Ask an owner of this Kiku.'],
  'foreign-request': [
    'The request came from another website.',
    'Use the page of Kiku itself, or send a token. A program on this machine may send the header `Authorization: Bearer local` instead.',
  ],
  'host-unknown': [
    'Kiku does not go by this name.',
    'Open it by the address that it printed at its start, or add the name to `web.allowedHosts`.',
  ],
  'proxy-unexpected': [
    'The request came through a proxy, but Kiku is set up for this machine alone.',
    'Set up `web.tokens` or `web.oidc`, so that people sign in.',
  ],
  'not-found': ['There is nothing at this address.', 'Look at /v1/openapi.json for what there is.'],
  'method-not-allowed': ['This address does not take requests of this kind.', 'Use one of: {allowed}.'],
  'body-slow': ['The request took too long to arrive.', 'Send it again over a better connection.'],
  'body-too-large': ['The request is too large.', 'Send less at once.'],
  'type-unsupported': [
    'Kiku does not read this kind of content.',
    'Send JSON that is not compressed, as `application/json`.',
  ],
  'rate-limited': ['Too many requests came in a short time.', 'Please wait {seconds} seconds.'],
} as const satisfies Readonly<Record<string, readonly [title: string, detail: string]>>

export type RequestProblemCode = keyof typeof REQUEST_PROBLEMS_EN
