import type { ConversationStore, Feedback } from '../../ports/store.ts'
import { createAnswerLister } from './answer-facts.ts'
import { threadGoneError, turnGoneError, turnTakenError } from './conversation-errors.ts'
import { createForgetting } from './forget-conversations.ts'
import { createThreadLister } from './list-threads.ts'
import { LOOSE_REVISION } from './migrations.ts'
import { answerSchema } from './schema.ts'
import { PURGED_WITH_REMOVAL } from './sweep.ts'
import { toStorableText } from './text.ts'
import { createThreadOutlines } from './thread-outlines.ts'
import { createThreadTable, toThread } from './thread-rows.ts'
import { createTurnItems, type TurnItemParts } from './turn-items.ts'
import { createTurnTable, type FeedbackRow, toTurn, toTurnColumns } from './turn-rows.ts'

/** Threads, their turns, and what was answered and thought of it. */
export function createConversationStore(parts: TurnItemParts): ConversationStore {
  const { connection, writer, sweeper } = parts
  const { read, write } = connection
  const threads = createThreadTable(connection)
  const turns = createTurnTable(connection)
  const turnItems = createTurnItems(parts)
  const withinSafeRange = (limit: number) => Math.min(limit, Number.MAX_SAFE_INTEGER)

  return {
    ...createForgetting({ connection, sweeper, writer, threads, turns, turnItems }),
    listThreadIds: createThreadLister(connection, threads),
    async listChannels({ surface, workspace }, { after, limit }) {
      return limit < 1 ? [] : read(() => threads.listChannels.all(surface, workspace, after, limit))
    },
    ...createThreadOutlines(connection),
    async nameThread(id, name) {
      await write(() => threads.name.run(name === '' ? null : toStorableText(name), id))
    },
    listAnswers: createAnswerLister(connection),
    addTurnItems: turnItems.add,
    ensureThread(thread) {
      return write(() => {
        const existing = threads.find.get(thread.id)
        if (existing !== undefined) return toThread(existing)
        const { id, surface, workspace, channel, audience, createdAt } = thread
        threads.insert.run(id, surface, workspace, channel, audience, createdAt)
        return thread
      })
    },
    async findThread(id) {
      const row = await read(() => threads.find.get(id))
      return row && toThread(row)
    },
    addTurn(turn, item) {
      return write(() => {
        const thread = threads.find.get(turn.threadId)
        if (thread === undefined) throw threadGoneError()
        turns.deleteHidden.run(turn.id)
        const earlier = turns.place.get(turn.id)
        if (earlier !== undefined && earlier.thread !== thread.key) throw turnTakenError()
        // Remembering a turn again after an interruption adds what was still missing, and nothing twice.
        if (earlier !== undefined && earlier.item !== null) return earlier.item
        if (earlier === undefined) turns.insert.run(...toTurnColumns(thread.key, turn))
        if (earlier === undefined && turn.role === 'user') threads.noteQuestion.run(turn.createdAt, thread.key)
        const key = item && writer.insert(LOOSE_REVISION, [item])[0]
        if (key !== undefined) turns.linkItem.run(key, turn.id)
        return key
      })
    },
    reviseTurn(turnId, text, item) {
      return write(() => {
        const turn = turns.place.get(turnId)
        if (turn === undefined) return { isFound: false, removed: [] }
        const removed = turnItems.retireOwn(turn.item)
        const added = item && writer.insert(LOOSE_REVISION, [item])[0]
        turns.revise.run(toStorableText(text), added ?? null, turn.key)
        sweeper.purge(PURGED_WITH_REMOVAL)
        return { isFound: true, removed, ...(added === undefined ? {} : { added }) }
      })
    },
    async findTurn(turnId) {
      const row = await read(() => turns.find.get(turnId))
      return row && toTurn(row)
    },
    async listTurns(threadId, limit) {
      if (limit < 1) return []
      const rows = await read(() => turns.listLast.all(threadId, withinSafeRange(limit)))
      return rows.reverse().map(toTurn)
    },
    async listTurnsOf(authorId, limit) {
      if (limit < 1) return []
      return read(() => turns.listLastOf.all(authorId, withinSafeRange(limit)).map(toTurn))
    },
    async addAnswer(turnId, answer) {
      const { changes } = await write(() => turns.putAnswer.run(JSON.stringify(answer), turnId))
      if (changes === 0) throw turnGoneError()
    },
    async findAnswer(turnId) {
      const json = await read(() => turns.findAnswer.get(turnId))
      return json === undefined ? undefined : read(() => answerSchema.parse(JSON.parse(json)))
    },
    async addFeedback({ turnId, authorId, verdict, reason, at }) {
      // Feedback on a turn that is gone has nothing left to tell.
      await write(() =>
        turns.putFeedback.run(authorId, verdict, reason === undefined ? null : toStorableText(reason), at, turnId),
      )
    },
    async removeFeedbackOf(authorId) {
      await write(() => turns.deleteFeedbackOf.run(authorId))
    },
    listFeedback(turnId) {
      return read(() => turns.listFeedback.all(turnId).map((row) => toFeedback(turnId, row)))
    },
  }
}

function toFeedback(turnId: string, { author_id, verdict, reason, at }: FeedbackRow): Feedback {
  return { turnId, authorId: author_id, verdict, ...(reason === null ? {} : { reason }), at }
}
