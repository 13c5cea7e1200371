import { BOT_USER, type SlackMessage, TEAM } from '../slack/slack-server.ts'
import type { Neighbourhood } from './build-town.ts'
import { speakersIn } from './make-changes.ts'
import type { Act } from './plan.ts'
import { addItem, publish, type Question, roomOf, type Stage, type Thread } from './stage.ts'
import { type Hearing, type Room, readersOf } from './town.ts'
import { askFor, pick, statementOf } from './words.ts'

/** A question in a room, with or without a thread, a file, a mention. Resolves when it is answered. */
export async function mention(act: Act, neighbours: Neighbourhood, stage: Stage): Promise<void> {
  const room = pick(neighbours.rooms, act.where)
  const asker = room && pick(speakersIn(room, neighbours.people), act.who)
  if (room === undefined || asker === undefined || !occupy(stage, room.id)) return
  await ask({ act, room, asker: asker.id, opening: `<@${BOT_USER}> ` }, stage)
}

export async function direct(act: Act, { people }: Neighbourhood, stage: Stage): Promise<void> {
  const asker = pick(people, act.who)
  if (asker === undefined || asker.kind === 'bot' || asker.kind === 'deactivated') return
  const room = roomOf(stage, stage.scene.slack.world.directMessage(asker.id).id)
  if (!occupy(stage, room.id)) return
  await ask({ act, room, asker: asker.id, opening: '' }, stage)
}

/** Somebody tells Kiku something in private, which Kiku takes for a question. */
export async function whisper(act: Act, { people }: Neighbourhood, stage: Stage): Promise<void> {
  const asker = pick(people, act.who)
  if (asker === undefined || asker.kind === 'bot' || asker.kind === 'deactivated') return
  const room = roomOf(stage, stage.scene.slack.world.directMessage(asker.id).id)
  if (!occupy(stage, room.id)) return
  const words = { key: stage.words.key(), secret: stage.words.secret() }
  addItem(stage, { kind: 'room', room: room.id }, `slack:${TEAM}:${room.id}`, words)
  const opening = `${statementOf(words, act.where % 2 === 1)} `
  const { threadTs } = await ask({ act, room, asker: asker.id, opening }, stage)
  publish(stage, `${room.id}/${threadTs}`, [words.secret])
}

/** One more question in a thread, by whoever is there now; half of them without naming Kiku again. */
export async function followUp(act: Act, { people }: Neighbourhood, stage: Stage): Promise<void> {
  const thread = pick(stage.threads.slice(-12), act.where)
  if (thread === undefined) return
  const room = roomOf(stage, thread.room)
  const asker = pick(speakersIn(room, people), act.who)
  if (asker === undefined || !occupy(stage, room.id)) return
  const opening = act.who % 2 === 0 && room.kind !== 'im' ? `<@${BOT_USER}> ` : ''
  await ask({ act, room, asker: asker.id, opening, thread }, stage)
}

/** Has an answer given once more, for those who are there now. */
export async function tryAgain(act: Act, { people }: Neighbourhood, stage: Stage): Promise<void> {
  const thread = pick(stage.threads.slice(-12), act.where)
  const room = thread && roomOf(stage, thread.room)
  const answer = thread && pick(thread.answers, act.who)
  const clicker = room && pick(speakersIn(room, people), act.who)
  if (thread === undefined || room === undefined || answer === undefined || clicker === undefined) return
  if (!occupy(stage, room.id) || !occupy(stage, answer.question)) return
  const { slack } = stage.scene
  const on = slack.repliesIn(room.id, thread.ts).find(({ ts }) => ts === answer.ts)
  if (on === undefined) return
  hear(stage, answer.question, hearingIn(room, thread.ts, stage))
  await slack.click({ user: clicker.id, on, actionId: 'kiku_try_again' })
  await nextAnswer(thread, answer.question, stage)
}

/** Who hears what Kiku says in a thread. */
export function hearingIn(room: Room, ts: string, { town }: Stage): Hearing {
  return { readers: readersOf(room, town), thread: `${room.id}/${ts}` }
}

interface Asking {
  readonly act: Act
  readonly room: Room
  readonly asker: string
  readonly opening: string
  readonly thread?: Thread
}

async function ask({ act, room, asker, opening, thread }: Asking, stage: Stage): Promise<{ threadTs: string }> {
  const { slack } = stage.scene
  const brought = act.withFile ? { key: stage.words.key(), secret: stage.words.secret() } : undefined
  const question = createQuestion(act, stage, brought === undefined ? [] : [brought.key])
  const file =
    brought && slack.addFile({ name: `${brought.secret}.txt`, content: statementOf(brought, act.where % 2 === 1) })
  // The thread is known when Slack has told of the message, and Kiku is at work by then; what is checked comes later.
  const said = await slack.say({
    user: asker,
    channel: room.id,
    text: `${opening}${question.text}`,
    ...(file === undefined ? {} : { files: [file] }),
    ...(thread === undefined ? {} : { threadTs: thread.ts }),
  })
  const place = thread ?? { room: room.id, ts: said.ts, answers: [] }
  if (thread === undefined) stage.threads.push(place)
  if (brought !== undefined) {
    const label = `thread:slack:${TEAM}:${room.id}:${place.ts}`
    addItem(stage, { kind: 'thread', room: room.id, threadTs: place.ts }, label, brought)
    publish(stage, `${room.id}/${place.ts}`, [brought.secret])
  }
  hear(stage, question.name, hearingIn(room, place.ts, stage))
  await nextAnswer(place, question.name, stage)
  return { threadTs: place.ts }
}

/** A question about some of what there is, readable to the asker or not. */
export function createQuestion(act: Act, stage: Stage, more: readonly string[] = []) {
  const { items } = stage.town
  const recent = items.slice(-25)
  const wanted = [...new Set(act.about.map((choice) => pick(recent, choice)))].filter((item) => item !== undefined)
  const name = stage.words.question()
  const text = askFor([...wanted.map(({ key }) => key), ...more], name, act.who % 4 === 3)
  const nobody: Hearing = { readers: [] }
  const state = { hearing: nobody, permitted: new Set<string>(), wasUsed: false, hadSome: false, wasDenied: false }
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

/** @returns whether nothing else goes on there in this round: in a room because Kiku paces its posts, one a second */
export function occupy(stage: Stage, place: string): boolean {
  if (stage.underWay.has(place)) return false
  stage.underWay.add(place)
  return true
}

async function nextAnswer(thread: Thread, question: string, { scene: { slack } }: Stage): Promise<void> {
  const known = new Set(thread.answers.map(({ ts }) => ts))
  const isNew = (message: SlackMessage) => !known.has(message.ts) && isComplete(message)
  const label = `an answer to ${question} in ${thread.room}`
  const answer = await slack.waitFor(() => slack.repliesIn(thread.room, thread.ts).find(isNew), label)
  thread.answers.push({ ts: answer.ts, question })
}

function isComplete({ blocks, streaming }: SlackMessage): boolean {
  return streaming !== 'in_progress' && JSON.stringify(blocks).includes('kiku_try_again')
}
