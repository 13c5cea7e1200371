import type { Audience } from './audience.ts'
import type { Author, Thread } from './thread.ts'
import type { PendingCall } from './tool.ts'

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
  /**
   * What the model is given in place of `text`, where the question is about words of others: those are lent for one
   * answer and not kept once it stands, since whoever wrote them may delete them later.
   */
  readonly promptText?: string
  /** Epoch milliseconds of the question that this one repeats; what was said later is no past of it. */
  readonly askedAt?: number
  /** Where the message can be opened, for citations of it later. */
  readonly permalink?: string
  /**
   * Id of the earlier message that this one has answered again ('Try again', 'Search anyway'). The message itself is no
   * turn then, and its answer takes the place of the earlier one.
   */
  readonly repeats?: string
  /** A call that the asker has approved, for which an earlier message is answered anew. */
  readonly approved?: PendingCall
  /** Whether the message addressed Kiku (mention, command, DM) or was merely seen in a channel. */
  readonly addressed: boolean
}

/** The id of the turn that a message becomes: the same for every delivery of it, and for every repetition. */
export function turnIdOf({ thread, id, repeats }: Pick<Message, 'id' | 'repeats' | 'thread'>): string {
  return `${thread.surface}:${thread.workspace}:${thread.channel}:${repeats ?? id}`
}

/** The id of the turn in which the answer to a turn is kept. */
export function answerTurnId(turnId: string): string {
  return `${turnId}:answer`
}
