import type { Ephemeral, Interaction } from '../slack/slack-server.ts'
import { createQuestion, hear, hearingIn, occupy } from './ask-questions.ts'
import type { Neighbourhood } from './build-town.ts'
import { speakersIn } from './make-changes.ts'
import type { Act } from './plan.ts'
import { roomOf, type Stage } from './stage.ts'
import type { Person, Room } from './town.ts'
import { pick } from './words.ts'

/** `/kiku ask`, which people of other organisations do not have. */
export async function command(act: Act, neighbours: Neighbourhood, stage: Stage): Promise<void> {
  const found = findUser(act, neighbours, stage)
  if (found === undefined) return
  const { room, user } = found
  const question = createQuestion(act, stage)
  hear(stage, question.name, { readers: [user] })
  const asked = await stage.scene.slack.command(`ask ${question.text}`, { user: user.id, channel: room.id })
  await keepPrivate(asked, { user: user.id, room: room.id, question: question.name }, stage)
}

/** Shows all what only one was told, or has it asked again for all. */
export async function share(act: Act, _neighbours: Neighbourhood, stage: Stage): Promise<void> {
  const { slack } = stage.scene
  const told = pick(stage.privates.slice(-6), act.where)
  const room = told && roomOf(stage, told.room)
  if (told === undefined || room === undefined || !room.members.has(told.user)) return
  if (!occupy(stage, told.user) || !occupy(stage, room.id) || !occupy(stage, told.question)) return
  const { threadTs, edits } = told.ephemeral
  hear(stage, told.question, hearingIn(room, threadTs ?? 'a new thread', stage))
  const asked = await slack.click({ user: told.user, on: told.ephemeral, actionId: 'kiku_share' })
  stage.privates.splice(stage.privates.indexOf(told), 1)
  await slack.waitFor(() => told.ephemeral.edits > edits || asked.replies().length > 0, 'word of what was shared')
}

/** Takes up the offer of a private answer. */
export async function showPrivately(_act: Act, { people }: Neighbourhood, stage: Stage): Promise<void> {
  const { slack } = stage.scene
  const isOffer = ({ blocks, user }: Ephemeral) =>
    JSON.stringify(blocks).includes('kiku_show_privately') && people.some(({ id }) => id === user)
  const offer = slack.ephemerals.findLast(isOffer)
  const person = people.find(({ id }) => id === offer?.user)
  const thread = stage.threads.find(({ room, ts }) => room === offer?.channel && ts === offer.threadTs)
  const question = thread?.answers.at(-1)?.question
  if (offer === undefined || person === undefined || thread === undefined || question === undefined) return
  const isThere = roomOf(stage, thread.room).members.has(person.id) && person.kind !== 'deactivated'
  if (!isThere || !occupy(stage, person.id) || !occupy(stage, `${thread.room}/${thread.ts}`)) return
  // Which of the thread's questions it was about is not told; each of them is heard by that person alone now.
  for (const { question } of thread.answers) {
    if (!occupy(stage, question)) return
    hear(stage, question, { readers: [person], thread: `${thread.room}/${thread.ts}` })
  }
  const asked = await slack.click({ user: person.id, on: offer, actionId: 'kiku_show_privately' })
  await keepPrivate(asked, { user: person.id, room: thread.room, question }, stage, offer)
}

/** Asks why an answer came about as it did. */
export async function why(act: Act, { people }: Neighbourhood, stage: Stage): Promise<void> {
  const { slack } = stage.scene
  const thread = pick(stage.threads.slice(-12), act.where)
  const person = thread && pick(speakersIn(roomOf(stage, thread.room), people), act.who)
  if (thread === undefined || person === undefined || !occupy(stage, person.id)) return
  const answer = pick(thread.answers, act.who)
  const on = slack.repliesIn(thread.room, thread.ts).find(({ ts }) => ts === answer?.ts)
  if (on === undefined || !JSON.stringify(on.blocks).includes('kiku_why')) return
  const asked = await slack.click({ user: person.id, on, actionId: 'kiku_why' })
  await slack.waitFor(() => asked.replies().length > 0, 'why an answer came about')
}

/** `/kiku search` and `/kiku sources`. */
export async function lookUp(act: Act, neighbours: Neighbourhood, stage: Stage): Promise<void> {
  const found = findUser(act, neighbours, stage)
  if (found === undefined) return
  const { room, user } = found
  const keys = act.about.flatMap((choice) => pick(stage.town.items.slice(-25), choice)?.key ?? [])
  const words = act.kind === 'search' ? `search ${keys.join(' ')}` : 'sources'
  const asked = await stage.scene.slack.command(words, { user: user.id, channel: room.id })
  await stage.scene.slack.waitFor(() => asked.replies().length > 0, `what comes of ${act.kind}`)
}

/** Opens the home tab, or the conversation with Kiku, which suggests what to ask. */
export async function openApp(act: Act, { people }: Neighbourhood, stage: Stage): Promise<void> {
  const person = pick(people, act.who)
  if (person === undefined || person.kind === 'bot' || person.kind === 'deactivated') return
  const { slack } = stage.scene
  const method = act.kind === 'home' ? 'views.publish' : 'assistant.threads.setSuggestedPrompts'
  const before = slack.callsOf(method).length
  await slack.openHome(person.id, act.kind === 'home' ? 'home' : 'messages')
  await slack.waitFor(() => slack.callsOf(method).length > before, `the ${act.kind} of a person`)
}

function findUser(
  act: Act,
  { people, rooms }: Neighbourhood,
  stage: Stage,
): { readonly room: Room; readonly user: Person } | undefined {
  const room = pick(rooms, act.where)
  const isUser = ({ kind }: Person) => kind !== 'stranger'
  const user = room && pick(speakersIn(room, people).filter(isUser), act.who)
  if (room === undefined || user === undefined || !occupy(stage, user.id)) return undefined
  return { room, user }
}

async function keepPrivate(
  asked: Interaction,
  about: { readonly user: string; readonly room: string; readonly question: string },
  stage: Stage,
  replaced?: Ephemeral,
): Promise<void> {
  const isEphemeral = (one: object): one is Ephemeral => 'kind' in one && one.kind === 'ephemeral'
  const isAnswer = (one: object) => /kiku_share|kiku_try_again/.test(JSON.stringify(one))
  const label = `a private answer to ${about.question}`
  const shown = () => [...(replaced === undefined ? [] : [replaced]), ...asked.replies().filter(isEphemeral)]
  const answer = await stage.scene.slack.waitFor(() => shown().find(isAnswer), label)
  if (JSON.stringify(answer.blocks).includes('kiku_share')) stage.privates.push({ ephemeral: answer, ...about })
}
