import type { Store } from '../../../src/ports/store.ts'
import { readTurns } from '../journey-store.ts'
import { type Fact, QUESTION_NAME } from './words.ts'

const EVERYTHING = { after: 0, limit: 100_000 }

/** What a test knows of what people told and asked. */
export interface Told {
  readonly items: readonly Fact[]
  /** By name, with the secrets that could be said in answer. */
  readonly questions: ReadonlyMap<string, { readonly name: string; readonly permitted: ReadonlySet<string> }>
  /** Under which label each secret is to be found. One that ends in a colon is the beginning of it. */
  readonly labels: ReadonlyMap<string, string>
}

/** What is stored under a label is what belongs under it, and answers hold what could be said. */
export async function findMisplaced(
  store: Store,
  { items, questions, labels }: Told,
): Promise<{ readonly answers: number; readonly leaks: readonly string[] }> {
  const leaks: string[] = []
  const secretsIn = (text: string) => items.filter(({ secret }) => text.includes(secret)).map(({ secret }) => secret)
  const headers = await store.items.listHeaders(EVERYTHING)
  for (const item of await store.items.get(headers.map(({ key }) => key))) {
    for (const secret of secretsIn(JSON.stringify([item.title, item.text, item.location]))) {
      if (!isUnder(labels.get(secret), item.audience)) leaks.push(`${secret} is kept under ${item.audience}`)
    }
  }
  let answers = 0
  for (const turn of await readTurns(store)) {
    const question = questions.get(turn.text.match(QUESTION_NAME)?.at(-1) ?? '')
    if (turn.role !== 'user' || question === undefined) continue
    const answer = await store.conversations.findAnswer(`${turn.id}:answer`)
    if (answer === undefined) continue
    answers += 1
    for (const secret of secretsIn(JSON.stringify(answer))) {
      if (!question.permitted.has(secret)) leaks.push(`${secret} is in the stored answer to ${question.name}`)
    }
  }
  return { answers, leaks }
}

function isUnder(wanted: string | undefined, label: string): boolean {
  return wanted?.endsWith(':') === true ? label.startsWith(wanted) : label === wanted
}

/**
 * Lines of a log that hold something that people wrote or are called. Those for debugging may tell more than others.
 * @param names of people and places
 */
export function findContent(
  log: string,
  { items, questions }: Pick<Told, 'items' | 'questions'>,
  names: readonly string[],
): readonly string[] {
  const words = [...items.flatMap(({ key, secret }) => [key, secret]), ...questions.keys(), ...names]
  return log
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('{"level":"debug"') && words.some((word) => line.includes(word)))
}
