import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ACTIONS } from '../../src/adapters/discord/interact/action-ids.ts'
import { discordWords } from '../../src/adapters/discord/words/words.ts'
import { CHANNELS, GUILDS, PEOPLE, visibleText } from '../fakes/discord/discord-server.ts'
import { createDiscordTalk, type DiscordTalk } from '../fakes/discord-talk.ts'
import { NEVER } from '../fakes/journey-bench.ts'
import { type DiscordJourney, startDiscordJourney } from '../fakes/journey-discord.ts'
import { readFeedback } from '../fakes/read-feedback.ts'
import { TELLING, UNHURRIED } from '../fakes/slack-talk.ts'

const { alice, bob, yuki, mona } = PEOPLE
const { general, japanese, board, group, aliceDirect } = CHANNELS
const EN = discordWords('en')
const JA = discordWords('ja')
const LONG = `What is the code of the copper gate, ${'the code that opens the gate of copper, '.repeat(8)}and who made it?`

describe('what is suggested while somebody types', () => {
  let scene: DiscordJourney
  let talk: DiscordTalk
  beforeAll(async () => {
    scene = await startDiscordJourney({ model: TELLING, environment: UNHURRIED, documents: null })
    talk = createDiscordTalk(scene)
    const { journey, kiku, discord } = scene
    const gate = await journey.write('gate.md', '# Copper gate\n\nThe code of the copper gate is marigold.\n')
    const vault = await journey.write('vault.md', '# Velvet vault\n\nThe code of the velvet vault is amaranth.\n')
    await kiku().ingest({ locations: [gate], audience: 'public' }, () => {}, NEVER)
    await kiku().ingest({ locations: [vault], audience: `person:discord:${alice}` }, () => {}, NEVER)
    discord.changeUser(alice, { hasInstalled: true })
    await discord.waitFor(() => discord.commands().length > 0, 'the commands')
  })
  afterAll(() => scene.end())

  const ask = (
    user: string,
    question: string,
    options: Readonly<Record<string, string>> = {},
    channel: string = general,
  ) => talk.askByCommand({ user, channel, question, options: { search: 'never', ...options } })
  const suggest = async (user: string, name: string, focused: string, value = '', channel: string = general) => {
    const { choices } = await scene.discord.autocomplete({ user, channel, name, focused, value })
    return (choices ?? []).map((choice) => ({ name: String(choice.name), value: String(choice.value) }))
  }
  const namesFor = async (user: string, value = '', channel: string = general) =>
    (await suggest(user, 'ask', 'question', value, channel)).map(({ name }) => name)

  it('is nothing to one who has asked nothing', async () => {
    expect(await namesFor(mona)).toEqual([])
  })

  it('are the questions that one has asked, the last first, each once, and nobody else’s', async () => {
    await ask(alice, 'Where does the ferry stop?')
    await ask(alice, 'Who feeds the office cat?', { private: 'yes' })
    await talk.ask({ user: alice, text: 'When does the ferry leave?' })
    await ask(bob, 'Is the ferry blue?')
    await ask(alice, 'Where does the ferry stop?')

    expect(await namesFor(alice)).toEqual([
      'Where does the ferry stop?',
      'When does the ferry leave?',
      'Who feeds the office cat?',
    ])
    expect(await namesFor(alice, 'FERRY ')).toEqual(['Where does the ferry stop?', 'When does the ferry leave?'])
    expect(await namesFor(bob, 'ferry')).toEqual(['Is the ferry blue?'])
    expect(await namesFor(alice, 'ferry', group)).toHaveLength(2)
    expect(await suggest(alice, 'search', 'query', 'cat')).toEqual([
      { name: 'Who feeds the office cat?', value: 'Who feeds the office cat?' },
    ])
  })

  it('understands Japanese, whatever the width of the letters', async () => {
    await ask(yuki, 'フェリーはＡ港に着きますか？', {}, japanese)

    expect(await namesFor(yuki, 'a港', japanese)).toEqual(['フェリーはＡ港に着きますか？'])
  })

  it('stands for the whole of a long question, for the one who asked it alone', async () => {
    await ask(alice, LONG)
    const [long] = await suggest(alice, 'ask', 'question', 'who made it')
    const before = talk.prompts().length

    await ask(alice, long?.value ?? '')
    const found = await talk.use({
      user: alice,
      channel: general,
      name: 'search',
      options: { query: long?.value ?? '' },
    })
    const byBob = await talk.use({ user: bob, channel: general, name: 'ask', options: { question: long?.value ?? '' } })

    expect(long?.name).toMatch(/^What is the code of the copper gate, the .*…$/)
    expect(long?.value.length).toBeLessThanOrEqual(100)
    expect(talk.prompts(before).join()).toContain(LONG)
    expect(found.text).toContain('marigold')
    expect(byBob.text).toBe(EN.answers.gone)
    expect(talk.prompts(before)).toHaveLength(1)
  })

  it('is never more than Discord takes', async () => {
    const questions = Array.from({ length: 27 }, (_, at) => `How high is tower ${at + 1}?`)
    await Promise.all(questions.map((question) => ask(mona, question)))

    expect(await namesFor(mona)).toHaveLength(25)
    expect(await namesFor(mona, 'tower 27')).toEqual(['How high is tower 27?'])
  })

  it('are names of sources that the person may read', async () => {
    const names = async (user: string, channel: string = general) =>
      (await suggest(user, 'sources', 'filter', '', channel)).map(({ name }) => name)

    expect(await names(alice)).toEqual(['gate.md', 'vault.md'])
    expect(await names(alice, group)).toEqual(['gate.md', 'vault.md'])
    expect(await names(bob)).toEqual(['gate.md'])
  })

  describe('/feedback', () => {
    const judge = (user: string, options: Readonly<Record<string, string>>, channel: string = general) =>
      talk.use({ user, channel, name: 'feedback', options })
    const turnIdOf = (id: string, channel: string = general) => `discord:${GUILDS.office}:${channel}:${id}`

    it('is about the last answer in the channel, and then about another as it is wished', async () => {
      const first = await ask(alice, 'How deep is the harbour?', {}, board)
      const last = await ask(alice, 'How deep is the canal?', {}, general)
      const { text } = await judge(alice, { verdict: 'up' }, board)
      const [choice] = await suggest(alice, 'feedback', 'answer', 'canal')
      const named = await judge(
        alice,
        { verdict: 'down', answer: choice?.value ?? '', reason: '深さが違います。' },
        board,
      )
      const byWords = await judge(alice, { verdict: 'up', answer: 'how deep is the HARBOUR?', reason: 'Right.' })

      expect(text).toBe(EN.verdict.helpful('How deep is the harbour?'))
      expect(named.text).toBe(EN.verdict.notHelpful('How deep is the canal?'))
      expect(byWords.text).toBe(EN.verdict.helpful('How deep is the harbour?'))
      expect(await readFeedback(scene.journey, turnIdOf(last.interaction.id))).toEqual({
        [`discord:${alice}`]: { verdict: 'down', reason: '深さが違います。' },
      })
      expect(await readFeedback(scene.journey, turnIdOf(first.interaction.id, board))).toEqual({
        [`discord:${alice}`]: { verdict: 'up', reason: 'Right.' },
      })
    })

    it('is about one’s own questions only', async () => {
      const hers = await ask(alice, 'How deep is the well?')
      const answer = turnIdOf(hers.interaction.id)

      const byTurn = await judge(bob, { verdict: 'up', answer })
      const byWords = await judge(bob, { verdict: 'up', answer: 'How deep is the well?' })
      const none = await judge(PEOPLE.owner, { verdict: 'up' })
      const inJapanese = await judge(yuki, { verdict: 'up', answer: '井戸' }, japanese)

      expect([byTurn.text, byWords.text]).toEqual([EN.verdict.unknownQuestion, EN.verdict.unknownQuestion])
      expect(none.text).toBe(EN.verdict.noQuestion)
      expect(inJapanese.text).toBe(JA.verdict.unknownQuestion)
      expect(await readFeedback(scene.journey, answer)).toEqual({})
    })
  })

  it('is nothing any more once a person is forgotten', async () => {
    const offer = await talk.use({ user: alice, channel: aliceDirect, name: 'forget', options: { what: 'me' } })
    await talk.press({ user: alice, on: offer.message, action: ACTIONS.forget })

    expect(await namesFor(alice)).toEqual([])
    expect(await suggest(alice, 'feedback', 'answer')).toEqual([])
    expect(await namesFor(bob, 'ferry')).toContain('Is the ferry blue?')
    expect(visibleText(offer.message)).toMatch(/^Done\./)
  })
})
