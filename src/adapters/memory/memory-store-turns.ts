import type { Answer } from '../../domain/answer.ts'
import type { Thread, Turn } from '../../domain/thread.ts'
import type { Feedback, ItemKey, ThreadFilter } from '../../ports/store.ts'
import { toStorableText } from './memory-store-text.ts'

/** A thread with its turns in the order in which they were added. */
export interface ThreadEntry {
  readonly thread: Thread
  readonly turns: TurnEntry[]
  /** As its owner named it. */
  name?: string
}

/** A turn with what belongs to it. */
export interface TurnEntry {
  turn: Turn
  item: ItemKey | undefined
  /** Items of each `addTurnItems`, in the order given. */
  readonly attached: Set<ItemKey>[]
  answer?: Answer
  /** The last word of each author, by author. */
  readonly feedback: Map<string, Feedback>
}

export function toStorableTurn(turn: Turn): Turn {
  const { id, displayName } = turn.author
  const author = displayName === undefined ? { id } : { id, displayName: toStorableText(displayName) }
  return { ...turn, author, text: toStorableText(turn.text) }
}

export function toStorableFeedback({ reason, ...feedback }: Feedback): Feedback {
  return reason === undefined ? feedback : { ...feedback, reason: toStorableText(reason) }
}

/** All items that go when the turn goes. Some may be gone already. */
export function itemsOf({ item, attached }: TurnEntry): readonly ItemKey[] {
  return [...(item === undefined ? [] : [item]), ...attached.flatMap((keys) => [...keys])]
}

export function matchesThread({ thread, turns }: ThreadEntry, filter: ThreadFilter): boolean {
  switch (filter.kind) {
    case 'channel':
      return (
        thread.surface === filter.surface && thread.workspace === filter.workspace && thread.channel === filter.channel
      )
    case 'author':
      return turns.some(({ turn }) => turn.author.id === filter.authorId)
  }
}
