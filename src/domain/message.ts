import type { Audience } from './audience.ts'
import type { Author, Thread } from './thread.ts'

/** How the asker wants retrieval decided: by the router, always, or never. */
export type SearchMode = 'auto' | 'always' | 'never'

/** One question as a surface hands it over. */
export interface Message {
  /** Unique within (surface, workspace, channel); redeliveries repeat it. */
  readonly id: string
  readonly thread: Thread
  readonly author: Author
  readonly text: string
  readonly receivedAt: number
  /** What every reader of the reply may read. */
  readonly audience: Audience
  readonly search: SearchMode
  /** Language for Kiku's own sentences when the text does not show one. */
  readonly locale?: 'en' | 'ja'
  /** Whether the message addressed Kiku (mention, command, DM) or was merely seen in a channel. */
  readonly addressed: boolean
}
