import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { BOT_USER, CHANNELS, PEOPLE, visibleText } from '../fakes/discord/discord-server.ts'
import { createDiscordTalk, type DiscordTalk } from '../fakes/discord-talk.ts'
import { createGate, type Gate } from '../fakes/gate.ts'
import { type DiscordJourney, startDiscordJourney } from '../fakes/journey-discord.ts'
import { answering, answerRequests, promptOf } from '../fakes/journey-model.ts'
import { UNHURRIED } from '../fakes/slack-talk.ts'

const { alice, bob, yuki } = PEOPLE
const CITIES = ['Zurich', 'London', 'Oslo', '大阪'] as const
const questionAbout = (city: string) => `<@${BOT_USER}> What does the company pay for a hotel in ${city}?`

/** The question stands last in the prompt. */
function cityOf(prompt: string): string {
  return CITIES.toSorted((one, other) => prompt.lastIndexOf(other) - prompt.lastIndexOf(one))[0] ?? ''
}

describe('a question that is edited', () => {
  let scene: DiscordJourney
  let talk: DiscordTalk
  let gate: Gate
  let before = 0
  beforeAll(async () => {
    // Every answer begins and then waits, until the test lets all of them go on.
    const script = answering((body) => ({
      chunks: ['The limit ', `in ${cityOf(promptOf(body))} is 190 euros [1].`],
      beforePiece: (piece) => (piece === 1 ? gate.passed : undefined),
    }))
    scene = await startDiscordJourney({ model: { script, numParallel: 4 }, environment: UNHURRIED })
    talk = createDiscordTalk(scene)
  })
  beforeEach(() => {
    gate = createGate()
    before = allRequests()
  })
  afterAll(() => scene.end())

  const allRequests = () => (scene.model === undefined ? 0 : answerRequests(scene.model).length)
  const requests = () => allRequests() - before
  const answeredAbout = (channel: string, city: string) =>
    scene.discord.waitFor(
      () => talk.answersIn(channel).some((answer) => visibleText(answer).includes(`in ${city} is`)),
      `the answer about ${city}`,
    )

  it.each([
    ['twice in a row', ['London', 'Oslo']],
    ['there and back again', ['London', 'Zurich', 'London']],
    ['in another language', ['大阪']],
  ])('while it is answered, %s, is answered once, in its thread, as it stands at the end', async (_name, edits) => {
    const { discord } = scene
    const said = discord.say({ user: alice, channel: CHANNELS.general, text: questionAbout('Zurich') })
    await discord.waitFor(() => requests() === 1, 'the first request')

    for (const city of edits) discord.edit(said, questionAbout(city))
    gate.open()
    await answeredAbout(said.id, edits.at(-1) ?? '')
    await discord.idle()

    expect(talk.answersIn(said.id)).toHaveLength(1)
    expect(discord.repliesIn(CHANNELS.general)).toEqual([])
    expect(JSON.stringify(discord.repliesIn(said.id).map(({ components }) => components))).not.toContain('kiku-stop')
  })

  it('once words of its answer were seen, is answered anew, and the words are gone', async () => {
    const { discord } = scene
    const said = discord.say({ user: yuki, text: questionAbout('Zurich').replace(`<@${BOT_USER}> `, '') })
    await discord.waitFor(() => talk.textsIn(said.channelId).includes('The limit'), 'the first words')

    discord.edit(said, 'What does the company pay for a hotel in Oslo?')
    gate.open()
    await answeredAbout(said.channelId, 'Oslo')
    await discord.idle()

    expect(discord.repliesIn(said.channelId).filter(({ at }) => at >= said.at)).toHaveLength(1)
    expect(talk.textsIn(said.channelId)).not.toContain('in Zurich is')
  })

  it('so that it names Kiku, is answered; not when that was long ago', async () => {
    const { discord } = scene
    gate.open()
    const now = discord.say({ user: bob, channel: CHANNELS.general, text: questionAbout('Oslo').slice(23) })
    const at = Date.now() - 60 * 60_000
    const old = discord.say({ user: bob, channel: CHANNELS.board, text: 'Hotels, anyone?', at, isQuiet: true })

    discord.edit(old, questionAbout('London'))
    discord.edit(now, questionAbout('Oslo'))
    await answeredAbout(now.id, 'Oslo')
    await discord.idle()

    expect(requests()).toBe(1)
  })

  it('after it was answered keeps its answer, and what Discord alone adds to it changes nothing', async () => {
    const { discord } = scene
    const said = discord.say({ user: alice, channel: CHANNELS.japanese, text: questionAbout('大阪') })
    await discord.waitFor(() => requests() === 1, 'the request')
    discord.unfurl(said)
    discord.pin(said)
    gate.open()
    await answeredAbout(said.id, '大阪')
    await discord.idle()

    discord.edit(said, questionAbout('London'))
    await discord.idle()

    expect(requests()).toBe(1)
    expect(talk.answersIn(said.id)).toHaveLength(1)
  })

  it.each(['the channel', 'a direct message'])(
    'and deleted while it is answered leaves nothing behind in %s',
    async (where) => {
      const { discord } = scene
      const place = where === 'the channel' ? { channel: CHANNELS.general } : {}
      const said = discord.say({ user: alice, text: questionAbout('Zurich'), ...place })
      const channel = where === 'the channel' ? said.id : said.channelId
      await discord.waitFor(() => talk.textsIn(channel).includes('The limit'), 'the first words')

      discord.edit(said, questionAbout('Oslo'))
      discord.remove(said)
      gate.open()
      const standing = () =>
        discord
          .repliesIn(channel)
          .filter(({ at, isDeleted, reference }) => at >= said.at && !isDeleted && reference?.kind !== 'starter')
      await discord.waitFor(() => standing().length === 0, 'that nothing is left')
      await discord.idle()

      expect(standing()).toEqual([])
    },
  )
})
