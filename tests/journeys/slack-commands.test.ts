import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ACTIONS } from '../../src/adapters/slack/interact/action-ids.ts'
import { slackWords } from '../../src/adapters/slack/words/words.ts'
import { NEVER } from '../fakes/journey-bench.ts'
import { type SlackJourney, startSlackJourney } from '../fakes/journey-slack.ts'
import { CHANNELS, PEOPLE, visibleText } from '../fakes/slack/slack-server.ts'
import { createSlackTalk, type SlackTalk, TELLING, UNHURRIED } from '../fakes/slack-talk.ts'

const { alice, bob, yuki } = PEOPLE
const EN = slackWords('en')
const JA = slackWords('ja')
const FOR_ALL = 'The code of the copper gate is marigold.'
const FOR_ALICE = 'The code of the velvet vault is amaranth.'

describe('/kiku', () => {
  let scene: SlackJourney
  let talk: SlackTalk
  beforeAll(async () => {
    scene = await startSlackJourney({ model: TELLING, environment: UNHURRIED })
    talk = createSlackTalk(scene)
    const gate = await scene.journey.write('gate.md', `# Copper gate\n\n${FOR_ALL}\n`)
    const vault = await scene.journey.write('vault.md', `# Velvet vault\n\n${FOR_ALICE}\n`)
    await scene.kiku().ingest({ locations: [gate], audience: 'public' }, () => {}, NEVER)
    await scene.kiku().ingest({ locations: [vault], audience: `person:slack:T0HOME:${alice}` }, () => {}, NEVER)
  })
  afterAll(() => scene.end())

  describe('ask', () => {
    it('answers the asker alone, in place of its status', async () => {
      const asked = await talk.command('ask What is the code of the copper gate?', {
        user: alice,
        channel: CHANNELS.general,
      })

      expect(asked.text).toContain('The code of the copper gate is marigold [1].')
      expect(scene.slack.ephemeralsFor(alice)).toEqual([asked.message])
      expect(scene.slack.messagesIn(CHANNELS.general)).toEqual([])
      expect(scene.slack.ephemeralsFor(bob)).toEqual([])
    })

    it('reads what the asker alone may read', async () => {
      const hers = await talk.command('ask What is the code of the velvet vault?', {
        user: alice,
        channel: CHANNELS.general,
      })
      const his = await talk.command('ask What is the code of the velvet vault?', {
        user: bob,
        channel: CHANNELS.general,
      })

      expect(hers.text).toContain('amaranth')
      expect(his.text).not.toContain('amaranth')
      expect(talk.textsIn(CHANNELS.general)).toBe('')
    })

    it('works in a channel that Kiku is not in', async () => {
      const asked = await talk.command('ask What is the code of the copper gate?', {
        user: bob,
        channel: CHANNELS.notJoined,
      })

      expect(asked.text).toContain('marigold')
      expect(scene.slack.messagesIn(CHANNELS.notJoined)).toEqual([])
    })

    it('says how to ask when there is no question', async () => {
      const asked = await talk.command('ask', { user: alice, channel: CHANNELS.general })

      expect(asked.text).toBe(EN.help.askUsage)
    })
  })

  describe('ask, shared to the channel', () => {
    it('posts the answer once, however often it is clicked', async () => {
      const channel = CHANNELS.guests
      const { message } = await talk.command('ask What is the code of the copper gate?', { user: alice, channel })
      const share = { user: alice, on: message, actionId: ACTIONS.share }

      await Promise.all([scene.slack.click(share), scene.slack.click(share)])
      const told = () =>
        scene.slack
          .ephemeralsFor(alice)
          .filter((one) => one.channel === channel)
          .map(visibleText)
      await scene.slack.waitFor(() => told().includes(EN.answers.shared), 'word that it is shared')
      const late = await talk.click(share)

      const [posted, ...others] = scene.slack.messagesIn(channel).map(visibleText)
      expect(posted).toMatch(/alice[\s\S]*What is the code of the copper gate\?[\s\S]*marigold \[1\]/)
      expect(others).toEqual([])
      expect(late.text).toBe(EN.answers.shared)
      expect(visibleText(message)).toContain('marigold')
    })

    it('asks again for everyone where the answer rests on what others may not read', async () => {
      const channel = CHANNELS.private
      const { message } = await talk.command('ask What is the code of the velvet vault?', { user: alice, channel })
      const before = talk.prompts().length

      const said = await talk.click({ user: alice, on: message, actionId: ACTIONS.share })

      expect(said.text).toBe(EN.answers.sharedAgain)
      const [head] = scene.slack.messagesIn(channel)
      await talk.answerTo({ channel, threadTs: head?.ts ?? '' })
      expect(talk.textsIn(channel)).toContain('What is the code of the velvet vault?')
      expect(talk.textsIn(channel)).not.toContain('amaranth')
      expect(talk.prompts(before).join()).not.toContain('amaranth')
    })
  })

  describe('search', () => {
    it('lists passages that the person may read', async () => {
      const hers = await talk.command('search velvet vault', { user: alice, channel: CHANNELS.general })
      const his = await talk.command('search velvet vault', { user: bob, channel: CHANNELS.general })

      expect(hers.text).toContain('amaranth')
      expect(his.text).not.toContain('amaranth')
      expect(talk.textsIn(CHANNELS.general)).toBe('')
    })

    it('says so when nothing is near', async () => {
      const asked = await talk.command('search zirconium submarines', { user: bob, channel: CHANNELS.general })

      expect(asked.text).toBe(EN.search.nothing('zirconium submarines'))
    })

    it('asks for words when there are none', async () => {
      const asked = await talk.command('検索', { user: yuki, channel: CHANNELS.general })

      expect(asked.text).toBe(JA.help.searchUsage)
    })
  })

  it('lists the sources that the person may read', async () => {
    const hers = await talk.command('sources', { user: alice, channel: CHANNELS.general })
    const his = await talk.command('sources', { user: bob, channel: CHANNELS.general })

    expect(hers.text).toContain('vault.md')
    expect(hers.text).toContain('gate.md')
    expect(his.text).toContain('gate.md')
    expect(his.text).not.toContain('vault.md')
  })

  it.each(['help', '', '?', 'HELP'])('explains itself: %o', async (typed) => {
    const asked = await talk.command(typed, { user: alice, channel: CHANNELS.general })

    expect(asked.text).toContain(EN.help.heading)
    for (const line of EN.help.lines) expect(asked.text).toContain(line)
  })

  it.each([
    ['serach copper gate', EN.help.didYouMean('search')],
    ['sorces', EN.help.didYouMean('sources')],
  ])('asks what was meant by %o', async (typed, hint) => {
    const asked = await talk.command(typed, { user: alice, channel: CHANNELS.general })

    expect(asked.text).toContain(hint)
    expect(asked.text).toContain(EN.help.heading)
  })

  it('takes words without a verb for a question', async () => {
    const asked = await talk.command('What is the code of the copper gate?', { user: alice, channel: CHANNELS.general })

    expect(asked.text).toContain('marigold')
  })

  it.each([
    ['質問　銅の門の暗号は何ですか？', '銅門の暗号は橙です'],
    ['検索 銅門', '橙'],
    ['出典', JA.sources.heading],
    ['ヘルプ', JA.help.heading],
    ['忘れて　私', JA.forget.me],
    ['このチャンネルを忘れて', JA.forget.channel(`<#${CHANNELS.japanese}>`)],
  ])('understands %s', async (typed, expected) => {
    if (typed.includes('銅')) {
      const path = await scene.journey.write('銅門.md', '# 銅門\n\n銅門の暗号は橙です。\n')
      await scene.kiku().ingest({ locations: [path], audience: 'public' }, () => {}, NEVER)
    }

    const asked = await talk.command(typed, { user: yuki, channel: CHANNELS.japanese })

    expect(asked.text).toContain(expected)
    expect(scene.slack.messagesIn(CHANNELS.japanese)).toEqual([])
  })
})
