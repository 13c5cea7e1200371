import type { DiscordIdentity } from '../api/discord-api.ts'
import type { Arrival } from './arrival.ts'
import type { Names } from './names.ts'

/** Who reads what the gateway tells, and what that reader knows. */
export interface Reading {
  readonly identity: Pick<DiscordIdentity, 'user'>
  readonly names: Names
}

/** @param reason a constant, for the log */
export function ignored(reason: string): Arrival & { readonly kind: 'ignored' } {
  return { kind: 'ignored', reason }
}
