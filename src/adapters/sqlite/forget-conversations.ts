import type { ConversationStore, ItemKey } from '../../ports/store.ts'
import type { Connection } from './connection.ts'
import type { ItemWriter } from './item-rows.ts'
import { PURGED_WITH_REMOVAL, type Sweeper } from './sweep.ts'
import type { createThreadTable } from './thread-rows.ts'
import type { TurnItems } from './turn-items.ts'
import type { createTurnTable } from './turn-rows.ts'

const TURNS_PER_SLICE = 50

interface ForgettingParts {
  readonly connection: Connection
  readonly writer: ItemWriter
  readonly sweeper: Sweeper
  readonly threads: ReturnType<typeof createThreadTable>
  readonly turns: ReturnType<typeof createTurnTable>
  readonly turnItems: TurnItems
}

/** Removes what was said, with everything that came of it. */
export function createForgetting({
  connection: { write, breathe },
  writer,
  sweeper,
  threads,
  turns,
  turnItems,
}: ForgettingParts): Pick<ConversationStore, 'removeTurns' | 'removeThread'> {
  function removeSlice(ids: readonly string[]): readonly ItemKey[] {
    const touched = new Set<number>()
    const keys = ids.flatMap((id) => {
      const turn = turns.place.get(id)
      if (turn === undefined) return []
      const ofTurn = turnItems.retire(turn)
      turns.delete.run(turn.key)
      touched.add(turn.thread)
      return ofTurn
    })
    for (const thread of touched) threads.findLastQuestion.run(thread)
    return keys
  }

  return {
    async removeTurns(turnIds) {
      const keys: ItemKey[] = []
      for (let start = 0; start < turnIds.length; start += TURNS_PER_SLICE) {
        if (start > 0) await breathe()
        const slice = turnIds.slice(start, start + TURNS_PER_SLICE)
        const removed = await write(() => {
          const ofSlice = removeSlice(slice)
          sweeper.purge(PURGED_WITH_REMOVAL)
          return ofSlice
        })
        for (const key of removed) keys.push(key)
      }
      return keys.sort((left, right) => left - right)
    },
    removeThread(id) {
      return write(() => {
        const thread = threads.find.get(id)
        const ofTurns = thread === undefined ? [] : turnItems.retireOfThread(thread.key)
        const ofThread = threads.listItemKeys.all(id)
        writer.retire(ofThread)
        if (thread !== undefined) threads.hide.run(thread.key)
        sweeper.purge(PURGED_WITH_REMOVAL)
        return [...ofTurns, ...ofThread].sort((left, right) => left - right)
      })
    },
  }
}
