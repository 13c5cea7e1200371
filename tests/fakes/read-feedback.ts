import { openSqliteStore } from '../../src/adapters/sqlite/open-sqlite-store.ts'
import { answerTurnId } from '../../src/domain/message.ts'
import type { Feedback } from '../../src/ports/store.ts'
import type { Journey } from './journey-bench.ts'

type Verdict = Pick<Feedback, 'verdict' | 'reason'>

/** What is kept about the answer to a question, by person, while Kiku runs. */
export async function readFeedback({ data }: Journey, turnId: string): Promise<Readonly<Record<string, Verdict>>> {
  const store = await openSqliteStore({ folder: data, mode: 'read' })
  try {
    const all = await store.conversations.listFeedback(answerTurnId(turnId))
    return Object.fromEntries(
      all.map(({ authorId, verdict, reason }) => [authorId, reason === undefined ? { verdict } : { verdict, reason }]),
    )
  } finally {
    await store.close()
  }
}
