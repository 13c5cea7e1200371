import { Routes } from 'discord.js'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MARKS, writeMark } from '../../../bench/chat/marks.ts'
import type { AskedQuestion } from '../../../bench/discord/asked-question.ts'
import { isSettled } from '../../../bench/discord/find-replies.ts'
import { observeLoad } from '../../../bench/discord/observe-load.ts'
import { createDiscordBench, post, registerCommands, restOf } from '../../fakes/discord/discord-bench.ts'
import { BOT_USER, CHANNELS, type DiscordServer, GUILDS, PEOPLE } from '../../fakes/discord/discord-server.ts'

const { general } = CHANNELS
const bench = createDiscordBench()
afterAll(() => bench.end())

describe('observing a load in Discord', () => {
  let discord: DiscordServer
  beforeEach(async () => {
    discord = await bench.startPeer()
  })
  afterEach(() => bench.end())

  it('finds the answer to a mention in its thread, by its buttons, and says when each mark stood there', async () => {
    const asked = mention(discord, 0)
    const thread = await openThread(discord, asked)
    const first = await send(discord, thread, { content: words(0, 1), components: buttons('kiku-stop', asked) })
    const wasSettled = isSettled(asked, discord)
    await change(discord, thread, first, {
      content: words(0, MARKS),
      components: buttons('kiku-again', asked, 'kiku-up'),
    })

    const { questions, shown } = observeLoad(discord, [asked])

    expect(wasSettled).toBe(false)
    expect(isSettled(asked, discord)).toBe(true)
    expect(questions[0]).toMatchObject({ replies: [{ isAnswer: true, isStreaming: false, parts: allParts }] })
    expect(shown.map(({ part }) => part)).toEqual(allParts)
    expect(questions[0]?.firstSignAt).toBeLessThanOrEqual(shown[0]?.at ?? 0)
  })

  it('tells answers to several questions of a thread apart, whatever they quote', async () => {
    const first = mention(discord, 0)
    const thread = await openThread(discord, first)
    const second = mention(discord, 1, thread)
    await send(discord, thread, {
      content: `${words(1, MARKS)} ${words(0, MARKS)}`,
      components: buttons('kiku-up', second),
    })

    const { questions } = observeLoad(discord, [first, second])

    expect(questions.map(({ replies }) => replies.length)).toEqual([0, 1])
  })

  it('takes typing for a sign until the app has posted', async () => {
    const first = mention(discord, 0)
    const thread = await openThread(discord, first)
    await restOf(discord).post(Routes.channelTyping(thread))
    const during = mention(discord, 1, thread)
    await send(discord, thread, { content: words(0, MARKS) })
    await discord.waitFor(() => Date.now() > (discord.typings[0]?.at ?? 0), 'a later moment')
    const after = mention(discord, 2, thread)

    const { questions, counts } = observeLoad(discord, [first, during, after])

    expect(questions[1]?.firstSignAt).toBe(questions[1]?.deliveredAt)
    expect(questions[2]?.firstSignAt).toBeUndefined()
    expect(counts['asked while the app was seen to be typing']).toBe(1)
  })

  it('sees when a command was deferred, and that it is open until the answer takes that place', async () => {
    await registerCommands(discord)
    const options = { question: 'what?' }
    const about = { user: PEOPLE.alice, channel: general, name: 'ask', options, isAwaited: false }
    const at = Date.now()
    const interaction = await discord.slash(about)
    const asked: AskedQuestion = { kind: 'command', number: 3, at, root: interaction.id, interaction }
    await restOf(discord).post(Routes.interactionCallback(interaction.id, interaction.token), { body: { type: 5 } })
    const wasSettled = isSettled(asked, discord)
    const original = Routes.webhookMessage(BOT_USER, interaction.token)
    await restOf(discord).patch(original, { body: { content: words(3, MARKS) }, auth: false })

    const { questions, calls } = observeLoad(discord, [asked])

    expect(wasSettled).toBe(false)
    expect(isSettled(asked, discord)).toBe(true)
    expect(questions[0]?.acknowledgedAt).toBe(questions[0]?.firstSignAt)
    expect(questions[0]).toMatchObject({ awaitsAcknowledgement: true, replies: [{ isAnswer: true, parts: allParts }] })
    expect(calls['POST /interactions/:interaction/:token/callback']).toEqual({ all: 1, refused: {} })
  })

  it('counts a question from when it could be told', () => {
    const asked = mention(discord, 0)
    const cut = { from: asked.at - 1, to: asked.at + 500 }

    const { questions, counts } = observeLoad(discord, [asked], cut)

    expect(questions[0]?.deliveredAt).toBe(cut.to)
    expect(counts['asked while the connection was cut']).toBe(1)
  })
})

const allParts = Array.from({ length: MARKS }, (_, at) => at + 1)

/** The first marks of an answer. */
function words(question: number, parts: number): string {
  return allParts
    .slice(0, parts)
    .map((part) => `word ${writeMark({ question, part })}`)
    .join(' ')
}

type AskedMention = AskedQuestion & { readonly kind: 'mention' }

function mention(discord: DiscordServer, number: number, thread?: string): AskedMention {
  const message = discord.say({ user: PEOPLE.alice, channel: thread ?? general, text: `<@${BOT_USER}> what?` })
  return { kind: 'mention', number, at: message.at, root: thread ?? message.id, message }
}

async function openThread(discord: DiscordServer, { message }: AskedMention): Promise<string> {
  await restOf(discord).post(Routes.threads(message.channelId, message.id), { body: { name: 'what?' } })
  return message.id
}

async function send(discord: DiscordServer, channel: string, body: object): Promise<string> {
  await restOf(discord).post(...post(channel, body))
  return discord.messagesIn(channel).at(-1)?.id ?? ''
}

async function change(discord: DiscordServer, channel: string, id: string, body: object): Promise<void> {
  await restOf(discord).patch(Routes.channelMessage(channel, id), { body })
}

/** As Kiku's are: an action, and the turn of the question. */
function buttons(...[action, asked, ...more]: readonly [string, AskedMention, ...string[]]) {
  const turn = `discord:${GUILDS.office}:${general}:${asked.message.id}`
  const button = (id: string) => ({ type: 2, style: 2, label: id, custom_id: `${id}:${turn}` })
  return [{ type: 1, components: [action, ...more].map(button) }]
}
