import type { Store } from '../../../src/ports/store.ts'
import { readTurns } from '../journey-store.ts'
import type { Stage } from './stage.ts'
import { secretsIn } from './town.ts'
import { QUESTION_NAME } from './words.ts'

const EVERYTHING = { after: 0, limit: 100_000 }

/** What is stored under a label is what belongs under it, and answers hold what could be said. */
export async function findMisplaced(
  store: Store,
  stage: Stage,
): Promise<{ readonly answers: number; readonly leaks: readonly string[] }> {
  const leaks: string[] = []
  const headers = await store.items.listHeaders(EVERYTHING)
  for (const item of await store.items.get(headers.map(({ key }) => key))) {
    for (const secret of secretsIn(JSON.stringify([item.title, item.text, item.location]), stage.town)) {
      if (stage.labels.get(secret) !== item.audience) leaks.push(`${secret} is kept under ${item.audience}`)
    }
  }
  let answers = 0
  for (const turn of await readTurns(store)) {
    const question = stage.questions.get(turn.text.match(QUESTION_NAME)?.at(-1) ?? '')
    if (turn.role !== 'user' || question === undefined) continue
    const answer = await store.conversations.findAnswer(`${turn.id}:answer`)
    if (answer === undefined) continue
    answers += 1
    for (const secret of secretsIn(JSON.stringify(answer), stage.town)) {
      if (!question.permitted.has(secret)) leaks.push(`${secret} is in the stored answer to ${question.name}`)
    }
  }
  return { answers, leaks }
}

/** Lines of a log that hold something that people wrote or are called. Those for debugging may tell more than others. */
export function findContent(log: string, { town, questions, scene }: Stage): readonly string[] {
  const names = [...town.people.keys()].map((id) => scene.slack.world.user(id).name)
  const words = [...town.items.flatMap(({ key, secret }) => [key, secret]), ...questions.keys(), ...names]
  return log
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('{"level":"debug"') && words.some((word) => line.includes(word)))
}
