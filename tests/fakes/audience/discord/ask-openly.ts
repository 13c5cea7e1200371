import { ChannelType } from 'discord.js'
import { BOT_USER, type DiscordMessage } from '../../discord/discord-server.ts'
import type { NewFile } from '../../discord/messages/files.ts'
import { pick, statementOf } from '../words.ts'
import { answerAfter, answerOf, clickOn } from './await-answers.ts'
import { createQuestion, hear } from './create-question.ts'
import { placesElsewhere, speakersIn, standingOf } from './find-people.ts'
import type { Playing } from './play.ts'
import { addItem, type Conversation, type Item, occupy, publish, type Stage } from './stage.ts'

/** A question in a channel, thread or forum that names Kiku. Resolves when it is answered. */
export async function mention({ act, neighbours, stage, hold }: Playing): Promise<void> {
  const { channels, threads, people } = neighbours
  const channel = pick(standingOf([...channels, ...threads], stage), act.where)
  const user = channel && pick(speakersIn(channel, people, stage), act.who)
  if (channel === undefined || user === undefined || !occupy(stage, channel)) return
  await say({ channel, user, opening: `<@${BOT_USER}> ` }, { act, neighbours, stage, hold })
}

/** A question in somebody's direct message with Kiku. */
export async function direct(playing: Playing): Promise<void> {
  const { act, neighbours, stage } = playing
  const user = pick(neighbours.people, act.who)
  if (user === undefined) return
  const channel = stage.scene.discord.world.directMessage(user).id
  if (occupy(stage, channel)) await say({ channel, user, opening: '' }, playing)
}

/** Somebody tells Kiku something in private, which Kiku takes for a question. */
export async function whisper(playing: Playing): Promise<void> {
  const { act, neighbours, stage } = playing
  const user = pick(neighbours.people, act.who)
  if (user === undefined) return
  const channel = stage.scene.discord.world.directMessage(user).id
  if (!occupy(stage, channel)) return
  const words = { key: stage.words.key(), secret: stage.words.secret() }
  addItem(stage, { kind: 'channel', channel }, `discord:dm:${channel}`, words)
  publish(stage, channel, [words.secret])
  await say({ channel, user, opening: `${statementOf(words, act.where % 2 === 1)} ` }, playing)
}

/** One more question in a conversation, by whoever is there now; in threads half of them without naming Kiku again. */
export async function followUp(playing: Playing): Promise<void> {
  const { act, neighbours, stage } = playing
  const conversation = pick(openConversations(stage), act.where)
  if (conversation === undefined) return
  const { channel } = conversation
  const { type, thread } = stage.scene.discord.world.channel(channel)
  const user = pick(speakersIn(channel, neighbours.people, stage), act.who)
  if (user === undefined || !occupy(stage, channel)) return
  const isOwn = thread !== undefined || type === ChannelType.DM
  const replyTo = isOwn ? undefined : conversation.answers.at(-1)?.message
  const opening = isOwn && act.who % 2 === 0 ? '' : `<@${BOT_USER}> `
  await say({ channel, user, opening, conversation, ...(replyTo === undefined ? {} : { replyTo }) }, playing)
}

/** `/ask`, for everyone who reads there to see. */
export async function command(playing: Playing): Promise<void> {
  const { act, neighbours, stage } = playing
  const { channels, threads, people } = neighbours
  const all = standingOf([...channels, ...threads], stage).filter((id) => !isForum(id, stage))
  const channel = pick(all, act.where)
  const user = channel && pick(speakersIn(channel, people, stage), act.who)
  if (channel === undefined || user === undefined || !occupy(stage, channel)) return
  await askByCommand({ channel, user, isElsewhere: false }, playing)
}

/** The same where Kiku is not, and knows nobody. */
export async function elsewhere(playing: Playing): Promise<void> {
  const { act, neighbours, stage } = playing
  const places = placesElsewhere([...neighbours.elsewhere, ...neighbours.channels], stage)
  const channel = pick(places, act.where)
  const user = channel && pick(speakersIn(channel, neighbours.people, stage), act.who)
  if (channel === undefined || user === undefined || !occupy(stage, channel)) return
  await askByCommand({ channel, user, isElsewhere: true }, playing)
}

/** Has an answer given once more, for those who are there now. */
export async function tryAgain({ act, neighbours, stage }: Playing): Promise<void> {
  const conversation = pick([...openConversations(stage), ...stage.conversations.filter(isElsewhere)], act.where)
  const answer = conversation && pick(conversation.answers, act.who)
  if (conversation === undefined || answer === undefined || answer.message.isDeleted) return
  const user = pick(speakersIn(conversation.channel, neighbours.people, stage), act.who)
  if (user === undefined || !occupy(stage, conversation.channel) || !occupy(stage, answer.question)) return
  hear(stage, answer.question, { channel: conversation.channel, conversation: conversation.id })
  const again = await clickOn({ user, on: answer.message, action: 'tryAgain', in: conversation.id }, stage)
  if (again !== undefined) conversation.answers.push({ message: again, question: answer.question })
}

const isElsewhere = ({ isElsewhere: is }: Conversation) => is

/** Conversations that can go on where they stand. */
export function openConversations(stage: Stage): readonly Conversation[] {
  const there = new Set(
    standingOf(
      stage.conversations.map(({ channel }) => channel),
      stage,
    ),
  )
  return stage.conversations.filter((one) => !one.isElsewhere && there.has(one.channel)).slice(-12)
}

interface Saying {
  readonly channel: string
  readonly user: string
  readonly opening: string
  readonly conversation?: Conversation
  readonly replyTo?: DiscordMessage
}

async function say(saying: Saying, { act, stage, hold }: Playing): Promise<void> {
  const { discord } = stage.scene
  const { channel, user, opening, replyTo } = saying
  const brought = bring(act.withFile, stage)
  const question = createQuestion(act, stage, brought === undefined ? [] : [brought.key])
  const text = `${opening}${question.text}`
  const files = brought === undefined ? [] : [toFile(brought, act.where, hold)]
  // What is checked comes later, when it is known where this belongs.
  const said = isForum(channel, stage)
    ? discord.post({ user, forum: channel, title: 'a post', text, files }).message
    : discord.say({ user, channel, text, files, ...(replyTo === undefined ? {} : { replyTo }) })
  stage.asked.set(said.id, question.name)
  const conversation = saying.conversation ?? beginConversation(said, stage)
  stage.places.set(said.id, conversation.id)
  if (brought !== undefined) noteBrought(brought, { channel: said.channelId, conversation: conversation.id }, stage)
  hear(stage, question.name, { channel: said.channelId, conversation: conversation.id })
  const message = await answerAfter(said, stage)
  conversation.answers.push({ message, question: question.name })
}

/** In channels the answer to a question gets a thread, whose id is the question's. */
function beginConversation(said: DiscordMessage, stage: Stage): Conversation {
  const { thread, type } = stage.scene.discord.world.channel(said.channelId)
  const isOwn = thread !== undefined || type === ChannelType.DM
  const getsThread = type === ChannelType.GuildText || type === ChannelType.GuildAnnouncement
  const id = isOwn ? said.channelId : said.id
  return conversationOf(id, getsThread ? said.id : said.channelId, false, stage)
}

function conversationOf(id: string, channel: string, isElsewhere: boolean, stage: Stage): Conversation {
  const known = stage.conversations.find((one) => one.id === id)
  if (known !== undefined) return known
  const begun: Conversation = { id, channel, isElsewhere, answers: [] }
  stage.conversations.push(begun)
  return begun
}

async function askByCommand(
  place: { readonly channel: string; readonly user: string; readonly isElsewhere: boolean },
  { act, stage, hold }: Playing,
): Promise<void> {
  const { discord } = stage.scene
  const { channel, user, isElsewhere } = place
  const brought = bring(act.withFile, stage)
  const question = createQuestion(act, stage, brought === undefined ? [] : [brought.key])
  const options = {
    question: question.text,
    private: 'no',
    ...(brought === undefined ? {} : { file: toFile(brought, act.where, hold) }),
  }
  hear(stage, question.name, { channel, conversation: channel })
  const asked = await discord.slash({ user, channel, name: 'ask', options, isAwaited: false })
  stage.asked.set(asked.id, question.name)
  const { thread } = discord.world.channel(channel)
  const id = thread === undefined ? asked.id : channel
  stage.places.set(asked.id, id)
  const conversation = conversationOf(id, channel, isElsewhere, stage)
  if (brought !== undefined) noteBrought(brought, { channel, conversation: id }, stage)
  hear(stage, question.name, { channel, conversation: id })
  const message = await answerOf(asked, `an answer to ${question.name}`, stage)
  conversation.answers.push({ message, question: question.name })
}

function isForum(id: string, { scene }: Stage): boolean {
  return scene.discord.world.channel(id).type === ChannelType.GuildForum
}

export type Brought = Pick<Item, 'key' | 'secret'>

export function bring(isWanted: boolean, { words }: Stage): Brought | undefined {
  return isWanted ? { key: words.key(), secret: words.secret() } : undefined
}

export function toFile(brought: Brought, choice: number, hold: (() => Promise<void>) | undefined): NewFile {
  const content = statementOf(brought, choice % 2 === 1)
  return { filename: `${brought.secret}.txt`, content, ...(hold === undefined ? {} : { beforeSent: hold }) }
}

/** What is brought along stays in the conversation, whose last part of a name Kiku chooses in direct messages. */
export function noteBrought(
  brought: Brought,
  where: { readonly channel: string; readonly conversation: string },
  stage: Stage,
): void {
  const { id, guildId = 'dm', type, parentId } = stage.scene.discord.world.channel(where.channel)
  const isOpenThread = type === ChannelType.PublicThread || type === ChannelType.AnnouncementThread
  const reading = isOpenThread ? (parentId ?? id) : id
  const root = type === ChannelType.DM ? '' : where.conversation
  addItem(stage, { kind: 'conversation', ...where }, `thread:discord:${guildId}:${reading}:${root}`, brought)
  publish(stage, where.conversation, [brought.secret])
}
