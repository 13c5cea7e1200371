import type { AudienceLabel } from '../../../domain/audience.ts'

/** Whoever sent a request, once access has been checked. */
export interface Visitor {
  /** Author id: `web:local` at this machine without sign-in, else `web:` and a name of letters, digits, `.`, `_`, `-`. */
  readonly id: string
  /** For the page. */
  readonly name: string
  /** All that this person may read: granted labels and `person:web:<name>`; `public` only where it was granted. */
  readonly labels: readonly AudienceLabel[]
  /** Owners manage sources and see insight. */
  readonly role: 'owner' | 'member'
  /** How the request showed who it is from. Cookies need the checks against forged requests; `none` is loopback without sign-in. */
  readonly by: 'none' | 'token' | 'session'
}

/** The label under which the threads of a visitor are remembered. */
export function personLabel({ id }: Pick<Visitor, 'id'>): AudienceLabel {
  return `person:${id}`
}
