import { askFor, pick } from '../words.ts'
import type { Act } from './plan.ts'
import type { Hearing, Question, Stage } from './stage.ts'

/** A question about some of what there is, readable to the asker or not. */
export function createQuestion(
  act: Act,
  stage: Stage,
  more: readonly string[] = [],
): { readonly name: string; readonly text: string } {
  const recent = stage.items.slice(-25)
  const wanted = [...new Set(act.about.map((choice) => pick(recent, choice)))].filter((item) => item !== undefined)
  const name = stage.words.question()
  const text = askFor([...wanted.map(({ key }) => key), ...more], name, act.who % 4 === 3)
  const hearing: Hearing = { channel: '', conversation: '' }
  const state = { hearing, permitted: new Set<string>(), wasUsed: false, hadSome: false, wasDenied: false }
  stage.questions.set(name, { name, wanted, ...state })
  return { name, text }
}

/** Notes who will hear the next answer to a question. */
export function hear(stage: Stage, name: string, hearing: Hearing): void {
  questionNamed(stage, name).hearing = hearing
  stage.underWay.add(name)
}

function questionNamed(stage: Stage, name: string): Question {
  const question = stage.questions.get(name)
  if (question === undefined) throw new Error(`Nobody has asked ${name}.`)
  return question
}
