import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { idAt } from '../../src/adapters/discord/discord-ids.ts'
import { BOT_USER, CHANNELS, type DiscordMessage, PEOPLE, visibleText } from '../fakes/discord/discord-server.ts'
import { createDiscordTalk, type DiscordTalk } from '../fakes/discord-talk.ts'
import { createGate, pausing } from '../fakes/gate.ts'
import { type DiscordJourney, startDiscordJourney } from '../fakes/journey-discord.ts'
import { answering, answerRequests, promptOf } from '../fakes/journey-model.ts'
import { readTurns } from '../fakes/journey-store.ts'
import { UNHURRIED } from '../fakes/slack-talk.ts'

const { alice, bob, yuki } = PEOPLE
const { general, japanese, board, guests, privateThread, yukiDirect } = CHANNELS
const PIECES = ['The company pays ', 'up to 140 euros ', 'per night for a hotel [1].'] as const
const ANSWER = PIECES.join('')
const QUESTION = `<@${BOT_USER}> What does the company pay for a hotel?`
const AT_ONCE = answering({ content: ANSWER })
const MINUTE = 60_000

describe('a gap in the connection', () => {
  let scene: DiscordJourney
  let talk: DiscordTalk
  beforeAll(async () => {
    scene = await startDiscordJourney({
      model: { numParallel: 8, script: AT_ONCE },
      environment: { ...UNHURRIED, KIKU_DISCORD_REMEMBER: 'true' },
    })
    talk = createDiscordTalk(scene)
  })
  afterAll(() => scene.end())

  const requests = () =>
    (scene.model === undefined ? [] : answerRequests(scene.model)).map(({ chat }) => promptOf(chat))
  const say = (channel: string, text = QUESTION, user: string = alice) => scene.discord.say({ user, channel, text })
  const everyAnswer = () => [...scene.discord.world.channels.keys()].flatMap((channel) => talk.answersIn(channel))
  const answersTo = ({ id }: DiscordMessage) =>
    everyAnswer().filter(({ components }) => JSON.stringify(components).includes(`:${id}"`))
  const areAnswered = (questions: readonly DiscordMessage[]) =>
    scene.discord.waitFor(() => questions.every((question) => answersTo(question).length > 0), 'an answer to each')

  const isBack = async (kind: 'resume' | 'identify', act: () => unknown) => {
    const { discord } = scene
    const { length } = discord.greetings
    await act()
    const isGreeted = () => discord.greetings.slice(length).some((greeting) => greeting.kind === kind)
    await discord.waitFor(() => isGreeted() && discord.openSockets > 0, 'that Kiku is back')
  }

  it.each(['dropSockets', 'askToReconnect', 'resumable'] as const)(
    'in the middle of an answer does not disturb it, and what was asked meanwhile is answered (%s)',
    async (how) => {
      const { discord, model } = scene
      const [early, late] = [createGate(), createGate()]
      model?.setScript(answering(() => pausing(PIECES, { 1: early, 2: late })))
      const before = requests().length
      const said = say(general)
      const shown = () => discord.repliesIn(said.id).map(visibleText).join('\n')
      await discord.waitFor(() => shown().includes('The company pays'), 'the first words')

      const meanwhile: DiscordMessage[] = []
      await isBack('resume', () => {
        if (how === 'resumable') discord.invalidateSessions({ isResumable: true })
        else discord[how]()
        meanwhile.push(say(japanese))
        early.open()
      })
      await discord.waitFor(() => shown().includes('140 euros'), 'more words')
      late.open()
      await areAnswered([said, ...meanwhile])
      await discord.idle()

      expect(shown()).toContain(ANSWER)
      expect([said, ...meanwhile].map((one) => answersTo(one).length)).toEqual([1, 1])
      expect(requests()).toHaveLength(before + 2)
    },
  )

  it('that Discord does not bridge is bridged: what was written meanwhile is answered and remembered, once', async () => {
    const { discord, model } = scene
    model?.setScript(AT_ONCE)
    const first = await talk.ask({ user: yuki, text: '有給休暇は何日ありますか？' })
    const thread = await talk.ask({ user: alice, channel: board, text: 'When does the office open?' })
    await discord.idle()
    const before = everyAnswer().length

    const asked: DiscordMessage[] = []
    await isBack('identify', async () => {
      discord.setGatewayOutage(true)
      discord.invalidateSessions()
      await discord.waitFor(() => discord.openSockets === 0, 'the outage')
      asked.push(
        say(general),
        say(thread.channel, 'And when does it close?'),
        say(privateThread),
        say(yukiDirect, 'ホテル代はいくらまでですか？', yuki),
        discord.post({ user: bob, forum: CHANNELS.forum, title: 'Hotels', text: QUESTION }).message,
      )
      const regretted = say(japanese)
      say(guests, 'The piano is tuned on Friday. ピアノは金曜日に調律します。', bob)
      discord.remove(regretted)
      discord.setGatewayOutage(false)
    })
    await areAnswered(asked)
    await discord.idle({ quietMs: 600 })

    expect(asked.map((one) => answersTo(one).length)).toEqual([1, 1, 1, 1, 1])
    expect(everyAnswer()).toHaveLength(before + asked.length)
    expect(answersTo(first.said)).toHaveLength(1)
  })

  it('while Kiku was off is bridged for a quarter of an hour', async () => {
    const { discord } = scene
    const before = everyAnswer().length
    await scene.stop()
    // Kiku has been off for half an hour.
    const now = Date.now()
    await scene.journey.inspect(({ settings }) => settings.set('discord:seen', idAt(now - 30 * MINUTE)))
    const sayAt = (channel: string, minutesAgo: number, text = QUESTION) =>
      discord.say({ user: alice, channel, text, at: now - minutesAgo * MINUTE })
    const old = sayAt(general, 20)
    const asked = [sayAt(general, 14), sayAt(japanese, 5), sayAt(guests, 1), sayAt(guests, 0)]
    const edited = sayAt(board, 2, `<@${BOT_USER}> What does the company pay for a train?`)
    discord.edit(edited, QUESTION)
    const regretted = sayAt(board, 3)
    discord.remove(regretted)

    await scene.start()
    await areAnswered([...asked, edited])
    await discord.idle({ quietMs: 600 })

    expect([...asked, edited].map((one) => answersTo(one).length)).toEqual([1, 1, 1, 1, 1])
    expect([old, regretted].flatMap(answersTo)).toEqual([])
    expect(everyAnswer()).toHaveLength(before + 5)
    expect(discord.pings).toEqual([])
  })

  it('leaves everything remembered once, and nothing to the next start', async () => {
    await scene.stop()

    const turns = await scene.journey.inspect(readTurns)
    const unsettled = await scene.journey.inspect(({ inbox }) => inbox.listUnsettled(0))

    expect(unsettled).toEqual([])
    expect(turns.filter(({ text }) => text.startsWith('The piano'))).toHaveLength(1)
    const ids = turns.map(({ id }) => id)
    expect(ids).toHaveLength(new Set(ids).size)
  })
})
