import type { AudienceLabel } from './audience.ts'

export type SurfaceName = 'slack' | 'discord' | 'web' | 'terminal'

/** Who wrote a message. Kiku's own turns have the role `assistant`. */
export interface Author {
  readonly id: string
  readonly displayName?: string
}

/** One conversation on one surface. */
export interface Thread {
  readonly id: string
  readonly surface: SurfaceName
  /** Slack team, Discord guild; `local` for the terminal. */
  readonly workspace: string
  readonly channel: string
  /** The label under which the turns of this thread are remembered. */
  readonly audience: AudienceLabel
  readonly createdAt: number
}

/** One message of a thread, as remembered. */
export interface Turn {
  readonly id: string
  readonly threadId: string
  readonly role: 'user' | 'assistant'
  readonly author: Author
  /** Markdown without thinking, citation markers included. */
  readonly text: string
  readonly createdAt: number
}
