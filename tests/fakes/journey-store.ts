import type { Turn } from '../../src/domain/thread.ts'
import type { Store } from '../../src/ports/store.ts'
import type { Journey } from './journey-bench.ts'

const EVERYTHING = { after: 0, limit: 100_000 }

/** How many passages each document has, by its location. */
export function countPassages(journey: Journey): Promise<ReadonlyMap<string, number>> {
  return journey.inspect(async ({ sources, documents, items }) => {
    const counts = new Map<string, number>()
    for (const { id } of await sources.list()) {
      for (const { location } of await documents.list(id)) counts.set(location, 0)
    }
    const headers = await items.listHeaders(EVERYTHING)
    const keys = headers.filter(({ namespace }) => namespace === 'knowledge').map(({ key }) => key)
    // A passage without a document makes the count NaN, which no test expects.
    for (const { location } of await items.get(keys)) counts.set(location, (counts.get(location) ?? Number.NaN) + 1)
    return counts
  })
}

/** The turns of every thread that was ever found worth finding, oldest first. */
export async function readTurns({ items, conversations }: Store): Promise<readonly Turn[]> {
  const headers = await items.listHeaders(EVERYTHING)
  const threads = new Set(headers.flatMap(({ threadId }) => threadId ?? []))
  const turns = await Promise.all([...threads].map((id) => conversations.listTurns(id, 1_000)))
  return turns.flat().sort((left, right) => left.createdAt - right.createdAt)
}

/** Every text of conversations that is stored: turns, their history items, answers with citations and decisions. */
export async function readConversationTexts(store: Store): Promise<string> {
  const turns = await readTurns(store)
  const headers = await store.items.listHeaders(EVERYTHING)
  const keys = headers.filter(({ namespace }) => namespace === 'history').map(({ key }) => key)
  const answers = await Promise.all(turns.map(({ id }) => store.conversations.findAnswer(id)))
  return JSON.stringify([turns, await store.items.get(keys), answers])
}
