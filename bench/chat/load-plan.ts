import { createRandom, drawInteger, type Random, shuffle } from '../corpus/random.ts'
import { writeMark } from './marks.ts'

export interface LoadShape {
  readonly questions: number
  readonly withinMs: number
  readonly channels: number
  readonly users: number
  /** How many of the users ask far more than their share, and how many questions each of them asks. */
  readonly eager: { readonly users: number; readonly questions: number }
  /** In every channel, so many questions share one thread. */
  readonly sharedThread: number
  /** Of every so many questions one is delivered again. */
  readonly redeliverEvery: number
  /** Of every so many questions outside of shared threads one is asked by a command. Default none. */
  readonly commandEvery?: number
}

/** The load of the bar: 200 questions in 10 s over 20 channels. */
export const LOAD: LoadShape = {
  questions: 200,
  withinMs: 10_000,
  channels: 20,
  users: 40,
  eager: { users: 4, questions: 23 },
  sharedThread: 4,
  redeliverEvery: 20,
}

/** One question to come. */
export interface PlannedQuestion {
  /** From 0, in order of time. */
  readonly number: number
  readonly kind: 'mention' | 'command'
  readonly user: number
  readonly channel: number
  /** Number of the question whose thread it continues. */
  readonly continues?: number
  /** Milliseconds from the beginning. */
  readonly atMs: number
  /** What is asked, with its mark. */
  readonly text: string
  readonly isRedelivered: boolean
}

/** The same plan for the same seed. @param questions what may be asked, each used once if there are enough */
export function planLoad(shape: LoadShape, questions: readonly string[], seed: number): readonly PlannedQuestion[] {
  const random = createRandom(seed)
  const users = shuffle(listAskers(shape), random)
  const times = users.map(() => random() * shape.withinMs).sort((first, second) => first - second)
  const channels = shuffle(
    users.map((_, at) => at % shape.channels),
    random,
  )
  const threads = chooseThreads(channels, shape, random)
  const commands = chooseCommands(threads, shape)
  return users.map((user, number) => ({
    number,
    kind: commands.has(number) ? 'command' : 'mention',
    user,
    channel: channels[number]!,
    ...(threads.has(number) ? { continues: threads.get(number)! } : {}),
    atMs: times[number]!,
    text: `${questions[number % questions.length]!} ${writeMark({ question: number, part: 0 })}`,
    isRedelivered: number % shape.redeliverEvery === 0,
  }))
}

export function isEager(user: number, { eager }: LoadShape): boolean {
  return user < eager.users
}

/** One entry for each question: who asks it. */
function listAskers({ questions, users, eager }: LoadShape): number[] {
  const others = users - eager.users
  return Array.from({ length: questions }, (_, at) =>
    at < eager.users * eager.questions ? at % eager.users : eager.users + (at % others),
  )
}

/** In each channel some of the later questions continue the thread of the first one. */
function chooseThreads(channels: readonly number[], shape: LoadShape, random: Random): ReadonlyMap<number, number> {
  const continued = new Map<number, number>()
  for (let channel = 0; channel < shape.channels; channel += 1) {
    const [first, ...later] = channels.flatMap((each, number) => (each === channel ? [number] : []))
    if (first === undefined) continue
    for (let left = shape.sharedThread - 1; left > 0 && later.length > 0; left -= 1) {
      const [number] = later.splice(drawInteger(random, later.length), 1)
      if (number !== undefined) continued.set(number, first)
    }
  }
  return continued
}

/** Numbers of those that are asked by a command, which neither begin a shared thread nor continue it. */
function chooseCommands(
  threads: ReadonlyMap<number, number>,
  { questions, commandEvery }: LoadShape,
): ReadonlySet<number> {
  const shared = new Set([...threads.keys(), ...threads.values()])
  const alone = Array.from({ length: questions }, (_, number) => number).filter((number) => !shared.has(number))
  return new Set(commandEvery === undefined ? [] : alone.filter((_, at) => at % commandEvery === 0))
}
