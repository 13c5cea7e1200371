import type { SlackIdentity } from '../api/slack-api.ts'
import type { Arrival } from './arrival.ts'
import type { Delivery } from './schema.ts'

/** An event that was delivered, and who is reading it. */
export interface Reading {
  readonly event: Delivery['event']
  readonly identity: SlackIdentity
}

/** @param reason a constant, for the log */
export function ignored(reason: string): Arrival & { readonly kind: 'ignored' } {
  return { kind: 'ignored', reason }
}
