import { COMMANDS } from '../../../../src/adapters/discord/interact/commands/definitions.ts'
import { isLoading } from '../../discord/messages/message.ts'
import { pick } from '../words.ts'
import { bring, noteBrought, openConversations, toFile } from './ask-openly.ts'
import { answerOf, clickOn, has } from './await-answers.ts'
import { createQuestion, hear } from './create-question.ts'
import { placesElsewhere, speakersIn, standingOf } from './find-people.ts'
import { reads } from './oracle.ts'
import type { Playing } from './play.ts'
import { occupy } from './stage.ts'

/** `/ask` for the asker alone, anywhere. */
export async function privateCommand(playing: Playing): Promise<void> {
  const { act, stage, hold } = playing
  const place = findUser(playing)
  if (place === undefined) return
  const { channel, user } = place
  const brought = bring(act.withFile, stage)
  const question = createQuestion(act, stage, brought === undefined ? [] : [brought.key])
  const file = brought === undefined ? {} : { file: toFile(brought, act.where, hold) }
  const options = { question: question.text, private: 'yes', ...file }
  hear(stage, question.name, { channel, conversation: '', only: user })
  const asked = await stage.scene.discord.slash({ user, channel, name: 'ask', options, isAwaited: false })
  stage.asked.set(asked.id, question.name)
  const conversation = `private-${asked.id}`
  stage.places.set(asked.id, conversation)
  if (brought !== undefined) noteBrought(brought, { channel, conversation }, stage)
  hear(stage, question.name, { channel, conversation, only: user })
  const message = await answerOf(asked, `a private answer to ${question.name}`, stage)
  stage.privates.push({ message, user, question: question.name, conversation })
}

/** Asks about what somebody said. */
export async function askAbout({ act, neighbours, stage }: Playing): Promise<void> {
  const { discord } = stage.scene
  const about = stage.statements.filter(({ message }) => !message.isDeleted).slice(-8)
  const on = pick(
    about.filter(({ message }) => standingOf([message.channelId], stage).length > 0),
    act.where,
  )?.message
  const people = on === undefined ? [] : speakersIn(on.channelId, neighbours.people, stage)
  const user = pick(
    people.filter((one) => on !== undefined && reads(one, on.channelId, stage)),
    act.who,
  )
  if (on === undefined || user === undefined || !occupy(stage, user)) return
  const question = createQuestion(act, stage)
  await discord.messageCommand({ user, name: COMMANDS.askAbout, on })
  hear(stage, question.name, { channel: on.channelId, conversation: '', only: user })
  const asked = await discord.submitModal({ user, fields: { question: question.text } })
  stage.asked.set(asked.id, question.name)
  const message = await answerOf(asked, `an answer to ${question.name}`, stage)
  stage.privates.push({ message, user, question: question.name, conversation: '' })
}

/** Has a private answer given once more. */
export async function tryAgainPrivately({ act, stage }: Playing): Promise<void> {
  const told = pick(stage.privates.slice(-8), act.where)
  if (told === undefined || !occupy(stage, told.user) || !occupy(stage, told.question)) return
  if (!stage.scene.discord.world.channels.has(told.message.channelId)) return
  const { conversation, user } = told
  hear(stage, told.question, { channel: told.message.channelId, conversation, only: user })
  const message = await clickOn({ user, on: told.message, action: 'tryAgain', in: conversation }, stage)
  if (message !== undefined) stage.privates.push({ ...told, message })
}

/** Takes up the offer of a private answer. */
export async function showPrivately({ neighbours, stage }: Playing): Promise<void> {
  const { discord } = stage.scene
  const offers = neighbours.people.flatMap((user) =>
    discord.ephemeralsFor(user).filter((one) => has(one, 'showPrivately')),
  )
  const offer = offers.at(-1)
  const user = offer?.onlyFor
  const turn = /kiku-private:[^"]*:(\d+)"/.exec(JSON.stringify(offer?.components ?? []))?.[1]
  const name = stage.asked.get(turn ?? '')
  if (offer === undefined || user === undefined || name === undefined) return
  if (!occupy(stage, user) || !occupy(stage, name)) return
  hear(stage, name, { channel: offer.channelId, conversation: '', only: user })
  const message = await clickOn({ user, on: offer, action: 'showPrivately' }, stage)
  if (message !== undefined) stage.privates.push({ message, user, question: name, conversation: '' })
}

/** Asks why an answer came about as it did, or on what it draws. */
export async function examine({ act, neighbours, stage }: Playing): Promise<void> {
  const conversation = pick(openConversations(stage), act.where)
  const answer = conversation && pick(conversation.answers, act.who)
  const user = conversation && pick(speakersIn(conversation.channel, neighbours.people, stage), act.who)
  if (conversation === undefined || answer === undefined || user === undefined || !occupy(stage, user)) return
  await clickOn(
    { user, on: answer.message, action: act.kind === 'why' ? 'why' : 'sources', in: conversation.id },
    stage,
  )
}

/** `/search` and `/sources`. */
export async function lookUp(playing: Playing): Promise<void> {
  const { act, stage } = playing
  const place = findUser(playing)
  if (place === undefined) return
  const { discord } = stage.scene
  const name = act.kind === 'search' ? 'search' : 'sources'
  const options = act.kind === 'search' ? { query: wordsOf(playing) } : undefined
  const asked = await discord.slash({ ...place, name, ...(options === undefined ? {} : { options }) })
  await discord.waitFor(() => asked.original !== undefined && !isLoading(asked.original), `what comes of ${name}`)
}

/** Types, and reads what is suggested: one's own questions, or names of sources. */
export async function suggest(playing: Playing): Promise<void> {
  const { act, stage } = playing
  const place = findUser(playing)
  if (place === undefined) return
  const typed = act.where % 2 === 0 ? { name: 'ask', focused: 'question' } : { name: 'sources', focused: 'filter' }
  const asked = await stage.scene.discord.autocomplete({ ...place, ...typed, value: '' })
  stage.offered.push({ ...place, text: JSON.stringify(asked.choices ?? []) })
}

function wordsOf({ act, stage }: Playing): string {
  return act.about.flatMap((choice) => pick(stage.items.slice(-25), choice)?.key ?? []).join(' ')
}

/** Somebody somewhere, also where Kiku is not, or directly. */
function findUser({
  act,
  neighbours,
  stage,
}: Playing): { readonly channel: string; readonly user: string } | undefined {
  const { channels, threads, people, elsewhere } = neighbours
  const { world } = stage.scene.discord
  const there = standingOf([...channels, ...threads], stage)
  const directs = people.slice(0, 2).map((person) => world.directMessage(person).id)
  const channel = pick([...there, ...directs, ...placesElsewhere([...elsewhere, ...channels], stage)], act.where)
  const user = channel && pick(speakersIn(channel, people, stage), act.who)
  if (channel === undefined || user === undefined || !occupy(stage, user)) return undefined
  return { channel, user }
}
