import type { Context } from 'hono'
import type { Visitor } from '../access/visitor.ts'
import type { WebEnv } from '../web-env.ts'

/** One request and its reply. */
export type ApiContext = Context<WebEnv>

export function visitorOf(context: ApiContext): Visitor {
  return context.get('visitor')
}
