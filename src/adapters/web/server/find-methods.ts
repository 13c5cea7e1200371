import type { Hono } from 'hono'
import type { WebEnv } from '../web-env.ts'

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

/** The methods that a path takes; none where there is nothing at it. */
export function findMethods(app: Pick<Hono<WebEnv>, 'router'>, path: string): readonly string[] {
  const found = METHODS.filter((method) => {
    const [handlers] = app.router.match(method, path)
    // What is there for every method is no route of its own.
    return handlers.some(([[, route]]) => route.method === method)
  })
  return found.includes('GET') ? ['GET', 'HEAD', ...found.slice(1)] : found
}
