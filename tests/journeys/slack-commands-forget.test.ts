import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ACTIONS, CALLBACKS } from '../../src/adapters/slack/interact/action-ids.ts'
import { slackWords } from '../../src/adapters/slack/words/words.ts'
import { type SlackJourney, startSlackJourney } from '../fakes/journey-slack.ts'
import { readConversationTexts } from '../fakes/journey-store.ts'
import { CHANNELS, PEOPLE } from '../fakes/slack/slack-server.ts'
import { createSlackTalk, type SlackTalk, TELLING, UNHURRIED } from '../fakes/slack-talk.ts'

const { alice, bob, yuki, multiChannelGuest: guest } = PEOPLE
const EN = slackWords('en').forget
const JA = slackWords('ja').forget

describe('forgetting', () => {
  let scene: SlackJourney
  let talk: SlackTalk
  beforeAll(async () => {
    scene = await startSlackJourney({
      model: TELLING,
      environment: { ...UNHURRIED, KIKU_SLACK_REMEMBER: 'true' },
    })
    talk = createSlackTalk(scene)
  })
  afterAll(() => scene.end())

  /** Whether a code can be found by somebody in a channel: by a search, or by a model that is asked for it. */
  async function canFind(code: string, what: string, { user = alice, channel = CHANNELS.general as string } = {}) {
    const { text } = await talk.command(`search code of the ${what}`, { user, channel })
    const before = talk.prompts().length
    const { text: answer } = await talk.command(`ask What is the code of the ${what}?`, { user, channel })
    return { bySearch: text.includes(code), byModel: [...talk.prompts(before), answer].join().includes(code) }
  }
  const FOUND = { bySearch: true, byModel: true }
  const GONE = { bySearch: false, byModel: false }
  const forget = { actionId: ACTIONS.forget }

  it('of a person takes what they wrote, and leaves what others wrote', async () => {
    const { slack } = scene
    await slack.say({ user: bob, channel: CHANNELS.general, text: 'The code of the silver ladder is turquoise.' })
    await slack.say({ user: bob, channel: CHANNELS.private, text: 'The code of the silver bridge is indigo.' })
    await slack.say({ user: alice, channel: CHANNELS.general, text: 'The code of the golden harbour is vermilion.' })
    await talk.ask({ user: bob, text: 'Is the umbrella stand cobalt?' })
    const before = await canFind('turquoise', 'silver ladder')

    const offer = await talk.command('forget me', { user: bob, channel: CHANNELS.general })
    const meanwhile = await canFind('turquoise', 'silver ladder')
    const isConfirmed = JSON.stringify(offer.message.blocks).includes(EN.confirmTitle)
    const done = await talk.click({ user: bob, on: offer.message, ...forget })

    expect(offer.text).toContain(EN.me)
    expect(isConfirmed).toBe(true)
    expect([before, meanwhile]).toEqual([FOUND, FOUND])
    expect(done.text).toBe(EN.done(4))
    expect(await canFind('turquoise', 'silver ladder')).toEqual(GONE)
    expect(await canFind('indigo', 'silver bridge', { channel: CHANNELS.private })).toEqual(GONE)
    expect(await canFind('vermilion', 'golden harbour')).toEqual(FOUND)
    const again = await talk.command('forget thread', { user: bob })
    expect(again.text).toBe(EN.noThreads)
  })

  it('of a person does not keep them from being remembered later', async () => {
    await scene.slack.say({ user: bob, channel: CHANNELS.general, text: 'The code of the linen kettle is ochre.' })

    expect(await canFind('ochre', 'linen kettle')).toEqual(FOUND)
  })

  it('of a thread takes the thread that is picked, and no other', async () => {
    const channel = CHANNELS.organisation
    const one = await talk.ask({
      user: alice,
      channel,
      text: 'The code of the marble lantern is saffron. Is that right?',
    })
    const place = { user: bob, channel, threadTs: one.said.threadTs }
    await scene.slack.say({ ...place, text: 'The code of the marble fountain is charcoal.' })
    await talk.ask({ user: alice, channel, text: 'The code of the cedar lantern is magenta. Is that right?' })
    const before = await canFind('charcoal', 'marble fountain', { channel })

    const offer = await talk.command('forget thread', { user: alice, channel })
    const done = await talk.click({
      user: alice,
      on: offer.message,
      ...forget,
      value: `thread:slack:T0HOME:${channel}:${one.said.ts}`,
    })

    expect(offer.text).toContain('marble lantern')
    expect(before).toEqual(FOUND)
    expect(done.text).toMatch(/^Done\./)
    expect(await canFind('charcoal', 'marble fountain', { channel })).toEqual(GONE)
    expect(await canFind('saffron', 'marble lantern', { channel })).toEqual(GONE)
    expect(await canFind('magenta', 'cedar lantern', { channel })).toEqual(FOUND)
  })

  it('of a thread is offered on its messages, also in Japanese', async () => {
    const channel = CHANNELS.japanese
    const { said } = await talk.ask({ user: alice, channel, text: '雪山の暗号は紫ですか？' })
    await scene.slack.say({ user: alice, channel, threadTs: said.threadTs, text: '雪山の暗号は藍です。' })

    const offer = await talk.privately(yuki, () =>
      scene.slack.shortcut({ user: yuki, callbackId: CALLBACKS.forgetThread, on: said.message }),
    )
    const done = await talk.click({ user: yuki, on: offer.message, ...forget })

    expect(offer.text).toContain(JA.thread)
    expect(done.text).toMatch(/件のメッセージを忘れました。$/)
    const { text } = await talk.command('検索 雪山の暗号', { user: yuki, channel })
    expect(text).not.toContain('藍')
  })

  it('of a thread is refused to those who neither belong there nor asked in it', async () => {
    const channel = CHANNELS.guests
    const { said } = await talk.ask({
      user: alice,
      channel,
      text: 'The code of the paper engine is crimson. Is that right?',
    })

    const offer = await talk.privately(guest, () =>
      scene.slack.shortcut({ user: guest, callbackId: CALLBACKS.forgetThread, on: said.message }),
    )
    const refused = await talk.click({ user: guest, on: offer.message, ...forget })

    expect(refused.text).toBe(EN.notYourThread)
    expect(await canFind('crimson', 'paper engine', { channel })).toEqual(FOUND)
  })

  it('of a channel takes what everybody wrote there, tells the channel, and leaves others alone', async () => {
    const channel = CHANNELS.private
    await scene.slack.say({ user: bob, channel, text: 'The code of the walnut barrel is emerald.' })
    await scene.slack.say({ user: alice, channel: CHANNELS.group, text: 'The code of the birch barrel is lavender.' })
    const before = await canFind('emerald', 'walnut barrel', { channel })

    const offer = await talk.command('forget channel', { user: alice, channel })
    const done = await talk.click({ user: alice, on: offer.message, ...forget })

    expect(before).toEqual(FOUND)
    expect(offer.text).toContain(EN.channel(`<#${channel}>`))
    expect(done.text).toMatch(/^Done\./)
    expect(talk.textsIn(channel)).toMatch(new RegExp(`<@${alice}> has had me forget everything`))
    expect(scene.slack.pings.map(({ ping }) => ping)).toEqual([`<@${alice}>`])
    expect(await canFind('emerald', 'walnut barrel', { channel })).toEqual(GONE)
    expect(await canFind('lavender', 'birch barrel', { channel: CHANNELS.group })).toEqual(FOUND)
  })

  it('of a channel is refused to guests, and where Kiku is not in it', async () => {
    const byGuest = await talk.command('forget channel', { user: guest, channel: CHANNELS.guests })
    const elsewhere = await talk
      .command('forget channel', { user: bob, channel: CHANNELS.secret })
      .catch(() => undefined)

    expect(byGuest.text).toBe(EN.notAllowed)
    expect(elsewhere).toBeUndefined()
  })

  it('of a direct conversation takes that one, and tells nobody', async () => {
    await talk.ask({ user: alice, text: 'The code of the velvet violin is maroon. Is that right?' })
    const channel = CHANNELS.aliceDirect
    const before = scene.slack.messagesIn(channel).length

    const offer = await talk.command('forget channel', { user: alice, channel })
    const done = await talk.click({ user: alice, on: offer.message, ...forget })

    expect(offer.text).toContain(EN.direct)
    expect(done.text).toMatch(/^Done\./)
    expect(scene.slack.messagesIn(channel)).toHaveLength(before)
    expect(await canFind('maroon', 'velvet violin', { channel })).toEqual(GONE)
  })

  it('leaves nothing in the data folder', async () => {
    await scene.stop()

    const kept = await scene.journey.inspect(readConversationTexts)

    expect(kept).toContain('vermilion')
    expect(kept).not.toMatch(/cobalt|藍|maroon/)
  })
})
