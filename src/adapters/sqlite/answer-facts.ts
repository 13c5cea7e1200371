import type { SurfaceName } from '../../domain/thread.ts'
import type { AnswerFacts } from '../../ports/conversation-lists.ts'
import type { ConversationStore } from '../../ports/store.ts'
import type { Connection } from './connection.ts'
import { answerFactsSchema } from './schema.ts'

interface FactsRow {
  readonly id: string
  readonly created_at: number
  readonly surface: SurfaceName
  readonly audience: string
  readonly answer: string
  readonly up: number
  readonly down: number
}

/** Rows read in one turn of the event loop: about 10 ms. */
const ROWS_PER_SLICE = 200

/** Lists what of answers is counted, in order of time. */
export function createAnswerLister({ database, read, breathe }: Connection): ConversationStore['listAnswers'] {
  const verdicts = (verdict: string) =>
    `(SELECT count(*) FROM feedback f WHERE f.turn = t.key AND f.verdict = '${verdict}')`
  // CROSS JOIN fixes the order: by time first, whatever else.
  const listSlice = database.prepare<[number, number, string, number], FactsRow>(
    `SELECT t.id, t.created_at, h.surface, h.audience, a.answer,
       ${verdicts('up')} AS up, ${verdicts('down')} AS down
     FROM turns t CROSS JOIN threads h CROSS JOIN answers a
     WHERE t.role = 'assistant' AND t.created_at >= ? AND (t.created_at, t.id) < (?, ?)
       AND h.key = t.thread AND h.removed = 0 AND a.turn = t.key
     ORDER BY t.created_at DESC, t.id DESC LIMIT ?`,
  )
  return async ({ since, until }, { before, limit }) => {
    const facts: AnswerFacts[] = []
    let { at, id } = before !== undefined && before.at < until ? before : { at: until, id: '' }
    while (facts.length < limit) {
      if (facts.length > 0) await breathe()
      const most = Math.min(limit - facts.length, ROWS_PER_SLICE)
      const slice = await read(() => listSlice.all(since, at, id, most).map(toFacts))
      facts.push(...slice)
      const last = slice.at(-1)
      if (last === undefined || slice.length < most) break
      at = last.at
      id = last.turnId
    }
    return facts
  }
}

function toFacts({ id, created_at, surface, audience, answer, up, down }: FactsRow): AnswerFacts {
  const { decision, ...counted } = answerFactsSchema.parse(JSON.parse(answer))
  const place = { turnId: id, at: created_at, surface, audience }
  return { ...place, ...counted, labels: decision.labels, feedback: { up, down } }
}
