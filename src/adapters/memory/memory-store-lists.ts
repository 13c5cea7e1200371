import type { AnswerFacts, ThreadOutline, TimePage, TimePlace } from '../../ports/conversation-lists.ts'
import type { ConversationStore } from '../../ports/store.ts'
import { matchesThread, type ThreadEntry, type TurnEntry } from './memory-store-turns.ts'

const OPENING_LENGTH = 500

/** Threads and answers in order of time. */
export function createMemoryLists(
  threads: ReadonlyMap<string, ThreadEntry>,
): Pick<ConversationStore, 'findOutline' | 'listAnswers' | 'listThreads'> {
  return {
    async listThreads(channel, page) {
      const own = [...threads.values()].filter((entry) => matchesThread(entry, { kind: 'channel', ...channel }))
      return takePage(own.flatMap(toOutline), ({ askedAt, id }) => ({ at: askedAt, id }), page)
    },
    async findOutline(threadId) {
      const entry = threads.get(threadId)
      return entry && toOutline(entry)[0]
    },
    async listAnswers({ since, until }, page) {
      const within = [...threads.values()].flatMap((entry) => entry.turns.flatMap((turn) => toFacts(entry, turn)))
      const facts = within.filter(({ at }) => at >= since && at < until)
      return takePage(facts, ({ at, turnId }) => ({ at, id: turnId }), page)
    },
  }
}

function takePage<Row>(rows: readonly Row[], placeOf: (row: Row) => TimePlace, { before, limit }: TimePage): Row[] {
  return rows
    .filter((row) => before === undefined || compare(placeOf(row), before) > 0)
    .sort((left, right) => compare(placeOf(left), placeOf(right)))
    .slice(0, Math.max(0, limit))
}

/** The latest first; ids by bytes, as databases do. */
function compare(left: TimePlace, right: TimePlace): number {
  return right.at - left.at || Buffer.compare(Buffer.from(right.id), Buffer.from(left.id))
}

function toOutline({ thread, turns, name = '' }: ThreadEntry): ThreadOutline[] {
  const asked = turns.map(({ turn }) => turn).filter(({ role }) => role === 'user')
  const [first] = [...asked].sort((left, right) => left.createdAt - right.createdAt)
  if (first === undefined) return []
  const { id, createdAt } = thread
  const askedAt = asked.reduce((latest, turn) => Math.max(latest, turn.createdAt), first.createdAt)
  const opening = [...first.text].slice(0, OPENING_LENGTH).join('')
  return [{ id, createdAt, askedAt, questions: asked.length, opening, ...(name === '' ? {} : { name }) }]
}

function toFacts({ thread }: ThreadEntry, { turn, answer, feedback }: TurnEntry): AnswerFacts[] {
  if (turn.role !== 'assistant' || answer === undefined) return []
  const { surface, audience } = thread
  const { kind, timings, decision } = answer
  const citations = answer.citations.map(({ key, location, score }) => ({ key, location, score }))
  const given = [...feedback.values()].map(({ verdict }) => verdict)
  const up = given.filter((verdict) => verdict === 'up').length
  const counted = { kind, timings, labels: decision.labels, citations, feedback: { up, down: given.length - up } }
  return [{ turnId: turn.id, at: turn.createdAt, surface, audience, ...counted }]
}
