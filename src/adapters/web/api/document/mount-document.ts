import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import type { WebEnv } from '../../web-env.ts'
import type { ApiDesk } from '../api-desk.ts'
import { json } from './replies.ts'

const route = createRoute({
  method: 'get',
  path: '/v1/openapi.json',
  summary: 'This document',
  responses: {
    200: { description: 'OpenAPI 3.1', content: json(z.record(z.string(), z.unknown())) },
  },
})

const DESCRIPTION =
  'Kiku answers questions from what it has read, and says where its answers come from. Questions and answers are in ' +
  'English and Japanese; so are the sentences of problems, as `Accept-Language` asks for. At the machine that Kiku runs ' +
  'on nobody has to sign in, unless it was set up otherwise; elsewhere a token or a session is needed. Everybody sees ' +
  'their own threads only, and answers draw on what the visitor may read.'

/** Serves the description of all routes that the code has, of `app` as well as of what was mounted in it. */
export function mountDocument(app: OpenAPIHono<WebEnv>, { host, cookieName = 'kiku' }: ApiDesk): void {
  const { openAPIRegistry: registry } = app
  registry.registerComponent('securitySchemes', 'token', {
    type: 'http',
    scheme: 'bearer',
    description: 'A token from the configuration',
  })
  registry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: cookieName,
    description: 'Set by signing in on the page',
  })
  let document: Record<string, unknown> | undefined
  app.openapi(route, (context) => {
    // Only now every route is known.
    document ??= {
      ...app.getOpenAPI31Document({
        openapi: '3.1.0',
        info: { title: 'Kiku', version: host.state().version, description: DESCRIPTION },
        // The last one: without, where that is allowed.
        security: [{ token: [] }, { session: [] }, {}],
      }),
    }
    return context.json(document, 200)
  })
}
