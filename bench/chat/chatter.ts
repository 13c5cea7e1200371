import { writeMark } from './marks.ts'

/** Talk among people, with questions in between. */
export interface Chatter {
  /** Numbers of the first message and of the one behind the last. */
  readonly from: number
  readonly to: number
  /** One in so many is a question. */
  readonly questionEvery: number
  readonly users: number
  readonly channels: number
  readonly texts: readonly string[]
}

export interface ChatterLine {
  readonly number: number
  readonly user: number
  readonly channel: number
  /** With its mark where it is a question. */
  readonly text: string
  readonly isQuestion: boolean
}

/** Messages on their way at once. */
const AT_ONCE = 8

/** Says everything. @returns what came of the saying of each question */
export async function talk<Said>(
  chatter: Chatter,
  say: (line: ChatterLine) => Promise<Said>,
): Promise<readonly Said[]> {
  const { from, to, questionEvery, texts, users, channels } = chatter
  const asked: Said[] = []
  let next = from
  const goOn = async () => {
    while (next < to) {
      const number = next++
      const isQuestion = number % questionEvery === 0
      const text = texts[number % texts.length]!
      const round = Math.floor(number / questionEvery)
      const said = await say({
        number,
        user: (number + round) % users,
        channel: round % channels,
        text: isQuestion ? `${text} ${writeMark({ question: number, part: 0 })}` : text,
        isQuestion,
      })
      if (isQuestion) asked.push(said)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, goOn))
  return asked
}
