import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ACTIONS } from '../../src/adapters/slack/interact/action-ids.ts'
import { slackWords } from '../../src/adapters/slack/words/words.ts'
import { NEVER } from '../fakes/journey-bench.ts'
import { type SlackJourney, startSlackJourney } from '../fakes/journey-slack.ts'
import { CHANNELS, PEOPLE, visibleBlocks, visibleText } from '../fakes/slack/slack-server.ts'
import { objectsOf } from '../fakes/slack/wire.ts'
import { createSlackTalk, type SlackTalk, TELLING, UNHURRIED } from '../fakes/slack-talk.ts'

const { alice, bob, yuki, multiChannelGuest: guest } = PEOPLE
const EN = slackWords('en')
const JA = slackWords('ja')

describe('settings', () => {
  let scene: SlackJourney
  let talk: SlackTalk
  beforeAll(async () => {
    scene = await startSlackJourney({ model: TELLING, environment: UNHURRIED, documents: null })
    talk = createSlackTalk(scene)
    const gate = await scene.journey.write('gate.md', '# Gates\n\nThe code of the copper gate is marigold.\n')
    const vault = await scene.journey.write('vault.md', '# Vaults\n\nThe code of the velvet vault is amaranth.\n')
    await scene.kiku().ingest({ locations: [gate], audience: 'public' }, () => {}, NEVER)
    await scene.kiku().ingest({ locations: [vault], audience: `person:slack:T0HOME:${alice}` }, () => {}, NEVER)
  })
  afterAll(() => scene.end())

  const formOf = (user: string) => visibleBlocks(objectsOf(scene.slack.openFor(user).at(-1)?.view.blocks))

  async function openSettings(user: string, channel: string, words = EN, typed = 'settings') {
    await scene.slack.command(typed, { user, channel })
    const intro = words.settings.intro(`<#${channel}>`)
    await scene.slack.waitFor(() => formOf(user).includes(intro), 'the form')
  }

  async function save(user: string, channel: string, values: Readonly<Record<string, string | readonly string[]>>) {
    await openSettings(user, channel)
    return await talk.privately(user, async () => {
      const { errors } = await scene.slack.submitView({ user, values })
      expect(errors).toBeUndefined()
    })
  }

  describe('of a channel', () => {
    it('have follow-ups answered until they are switched off, there only, and after a restart, too', async () => {
      const follow = 'What is the code of the copper gate, again?'
      const here = (
        await talk.ask({ user: alice, channel: CHANNELS.general, text: 'What is the code of the copper gate?' })
      ).said
      const there = (
        await talk.ask({ user: alice, channel: CHANNELS.organisation, text: 'What is the code of the copper gate?' })
      ).said
      await scene.slack.say({ user: alice, channel: here.channel, threadTs: here.threadTs, text: follow })
      await talk.answerTo(here, 2)

      const saved = await save(bob, CHANNELS.general, { follow_ups: [] })
      await scene.restart()
      await scene.slack.say({ user: alice, channel: here.channel, threadTs: here.threadTs, text: follow })
      await scene.slack.say({ user: alice, channel: there.channel, threadTs: there.threadTs, text: follow })
      await talk.answerTo(there, 2)
      await talk.ask({
        user: alice,
        channel: here.channel,
        threadTs: here.threadTs,
        text: 'What is the code of the copper gate?',
      })

      expect(saved.text).toBe(EN.settings.saved({ followUps: false, remember: false, days: 0 }))
      expect(talk.answersTo(here)).toHaveLength(3)
      expect(talk.answersTo(there)).toHaveLength(2)
    })

    it('announce remembering to the channel, once', async () => {
      const channel = CHANNELS.shared
      const on = { follow_ups: ['on'], remember: ['on'] }

      const saved = await save(alice, channel, on)
      await save(alice, channel, on)

      expect(saved.text).toBe(EN.settings.saved({ followUps: true, remember: true, days: 0 }))
      const announced = scene.slack.messagesIn(channel).map(visibleText)
      expect(announced).toEqual([EN.settings.announcement(`<@${alice}>`)])
    })

    it('stay as they were when remembering cannot be announced', async () => {
      const channel = CHANNELS.private
      scene.slack.faults.push({ method: 'chat.postMessage', error: 'restricted_action' })

      const refused = await save(alice, channel, { remember: ['on'] })

      expect(refused.text).toBe(EN.settings.cannotAnnounce)
      await openSettings(bob, channel)
      const [, , remember] = objectsOf(scene.slack.openFor(bob).at(-1)?.view.blocks)
      expect(JSON.stringify(remember)).not.toContain('initial_options')
    })

    it('say what is wrong with what was entered', async () => {
      await openSettings(alice, CHANNELS.private)

      const tooMany = await scene.slack.submitView({ user: alice, values: { remember: ['on'], days: '400' } })
      const pointless = await scene.slack.submitView({ user: alice, values: { days: '３０' } })

      expect(tooMany.errors).toEqual({ days: EN.settings.daysError })
      expect(pointless.errors).toEqual({ days: EN.settings.daysNeedRemembering })
    })

    it('are shown in Japanese', async () => {
      await openSettings(yuki, CHANNELS.japanese, JA, '設定')

      expect(formOf(yuki)).toContain(JA.settings.followUps)
      expect(formOf(yuki)).toContain(JA.settings.rememberHint)
    })

    it('are not for guests', async () => {
      await scene.slack.command('settings', { user: guest, channel: CHANNELS.guests })

      await scene.slack.waitFor(() => formOf(guest) === EN.settings.notAllowed, 'the refusal')
    })

    it('do not exist in direct messages', async () => {
      const told = await talk.command('settings', { user: alice })

      expect(told.text).toBe(EN.settings.notAChannel)
    })
  })

  describe('of a person, in the App Home,', () => {
    const homeOf = (user: string) => visibleBlocks(objectsOf(scene.slack.homeOf(user)?.view.blocks))

    async function openHome(user: string, holding: string) {
      await scene.slack.openHome(user, 'home')
      await scene.slack.waitFor(() => homeOf(user).includes(holding), `a home with "${holding}"`)
      return homeOf(user)
    }

    it('list what that person may read and has asked', async () => {
      await talk.ask({ user: alice, channel: CHANNELS.general, text: 'What is the code of the velvet vault?' })
      await talk.command('ask What is the code of the copper gate today?', { user: alice, channel: CHANNELS.general })

      const hers = await openHome(alice, EN.home.recent)
      const his = await openHome(bob, EN.home.recent)

      expect(hers).toMatch(/2 documents, 2 passages/)
      expect(hers).toContain('|What is the code of the velvet vault?>')
      expect(hers).toMatch(new RegExp(`What is the code of the copper gate today\\? _\\(${EN.home.privateAnswer}, `))
      expect(his).toMatch(/1 document, 1 passage/)
      expect(his).toContain(EN.home.noRecent)
      expect(his).not.toContain('velvet')
    })

    it('are in Japanese for those who have Slack in it', async () => {
      const home = await openHome(yuki, JA.home.recent)

      expect(home).toContain(JA.home.intro)
      expect(home).not.toContain(EN.home.you)
    })

    it('change the language at once, everywhere and for good', async () => {
      await openHome(bob, EN.home.you)

      const home = scene.slack.homeOf(bob)
      if (home === undefined) throw new Error('There is no home.')
      await scene.slack.click({ user: bob, on: home, actionId: ACTIONS.language, value: 'ja' })
      await scene.slack.waitFor(() => homeOf(bob).includes(JA.home.you), 'a home in Japanese')
      const help = await talk.command('help', { user: bob, channel: CHANNELS.general })
      await scene.restart()
      const later = await talk.command('help', { user: bob, channel: CHANNELS.general })

      expect(help.text).toContain(JA.help.heading)
      expect(later.text).toContain(JA.help.heading)
    })

    it('forget the person, and say so in the conversation with Kiku', async () => {
      await openHome(alice, 'velvet vault')
      const home = scene.slack.homeOf(alice)
      if (home === undefined) throw new Error('There is no home.')

      await scene.slack.click({ user: alice, on: home, actionId: ACTIONS.forget })
      await scene.slack.waitFor(() => homeOf(alice).includes(EN.home.noRecent), 'a home without questions')

      expect(talk.textsIn(CHANNELS.aliceDirect)).toMatch(/^Done\. I have forgotten \d+ messages/m)
    })
  })
})
