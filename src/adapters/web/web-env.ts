import type { HttpBindings } from '@hono/node-server'
import type { Visitor } from './access/visitor.ts'

/** What every handler of the web surface finds in its context. */
export interface WebEnv {
  /** The Node.js request and response; absent where an app is called without a server. */
  Bindings: Partial<HttpBindings>
  Variables: {
    /** Who the request is from. Set before any route that needs somebody. */
    visitor: Visitor
    /** Names the request in logs and in the `x-request-id` header. */
    requestId: string
  }
}
