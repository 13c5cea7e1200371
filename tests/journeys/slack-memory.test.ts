import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { slackWords } from '../../src/adapters/slack/words/words.ts'
import { type SlackJourney, startSlackJourney } from '../fakes/journey-slack.ts'
import { readConversationTexts } from '../fakes/journey-store.ts'
import { BOT_USER, CHANNELS, PEOPLE, visibleBlocks, visibleText } from '../fakes/slack/slack-server.ts'
import { objectsOf } from '../fakes/slack/wire.ts'
import { createSlackTalk, type SlackTalk, TELLING, UNHURRIED } from '../fakes/slack-talk.ts'

const { alice, bob, yuki, otherBot } = PEOPLE
const EN = slackWords('en').settings

describe('remembering a channel', () => {
  let scene: SlackJourney
  let talk: SlackTalk
  beforeAll(async () => {
    scene = await startSlackJourney({ model: TELLING, environment: UNHURRIED })
    talk = createSlackTalk(scene)
    const small = ['C0CREW', 'C0ATTIC', 'C0CABIN']
    for (const id of small) {
      await scene.slack.addChannel({ id, name: id.toLowerCase(), kind: 'private', members: [alice, bob, BOT_USER] })
    }
    for (const channel of [CHANNELS.private, CHANNELS.general, ...small]) await remember(channel, ['on'])
  })
  afterAll(() => scene.end())

  async function remember(channel: string, on: readonly string[]): Promise<void> {
    await scene.slack.command('settings', { user: alice, channel })
    const form = () => visibleBlocks(objectsOf(scene.slack.openFor(alice).at(-1)?.view.blocks))
    await scene.slack.waitFor(() => form().includes(EN.intro(`<#${channel}>`)), 'the form')
    await talk.privately(alice, () => scene.slack.submitView({ user: alice, values: { remember: on } }))
  }

  const say = (channel: string, text: string, user: string = bob) => scene.slack.say({ user, channel, text })
  const ask = async (user: string, what: string, channel?: string) => {
    const place = channel === undefined ? {} : { channel }
    return visibleText((await talk.ask({ user, text: `What is the code of the ${what}?`, ...place })).answer)
  }
  const search = async (user: string, what: string, channel?: string) =>
    (await talk.command(`search code of the ${what}`, { user, ...(channel === undefined ? {} : { channel }) })).text

  it('finds its messages there and in direct messages of its members, and nowhere else', async () => {
    await say(CHANNELS.private, 'The code of the velvet vault is amaranth.')

    expect(await ask(alice, 'velvet vault', CHANNELS.private)).toContain('amaranth [1]')
    expect(await ask(alice, 'velvet vault')).toContain('amaranth [1]')
    expect(await ask(bob, 'velvet vault')).toContain('amaranth [1]')
    expect(await ask(yuki, 'velvet vault')).not.toContain('amaranth')
    expect(await ask(alice, 'velvet vault', CHANNELS.general)).not.toContain('amaranth')
    expect(await search(alice, 'velvet vault', CHANNELS.general)).toContain('amaranth')
    expect(await search(yuki, 'velvet vault', CHANNELS.general)).not.toContain('amaranth')
  })

  it('links what it cites', async () => {
    const { message } = await say(CHANNELS.private, 'The code of the oaken cellar is maroon.')

    const { answer } = await talk.ask({
      user: alice,
      channel: CHANNELS.private,
      text: 'What is the code of the oaken cellar?',
    })

    const address = `https://home.slack.com/archives/${CHANNELS.private}/p${message.ts.replace('.', '')}`
    expect(JSON.stringify(answer.blocks)).toContain(address)
  })

  it('works in Japanese', async () => {
    await say(CHANNELS.general, '雪山の暗号は藍です。', yuki)

    const { answer } = await talk.ask({ user: yuki, channel: CHANNELS.general, text: '雪山の暗号は何ですか？' })

    expect(visibleText(answer)).toContain('雪山の暗号は藍です')
  })

  it('no longer finds its messages for those who have left it', async () => {
    await say('C0CREW', 'The code of the brass anchor is cobalt.', alice)
    const before = await search(bob, 'brass anchor')

    await scene.slack.leave({ user: bob, channel: 'C0CREW' })
    await scene.slack.idle()

    expect(before).toContain('cobalt')
    expect(await search(bob, 'brass anchor')).not.toContain('cobalt')
    expect(await search(alice, 'brass anchor')).toContain('cobalt')
  })

  it('is off unless switched on, outside threads in which Kiku takes part', async () => {
    const channel = CHANNELS.organisation
    await say(channel, 'The code of the silver ladder is turquoise.')
    const { said } = await talk.ask({ user: alice, channel, text: 'How many euros does a new badge cost?' })
    await scene.slack.say({
      user: bob,
      channel,
      threadTs: said.ts,
      text: 'The code of the golden harbour is vermilion.',
    })

    expect(await search(alice, 'silver ladder', channel)).not.toContain('turquoise')
    expect(await search(alice, 'golden harbour', channel)).toContain('vermilion')
  })

  it('stops when it is switched off, and keeps what it has', async () => {
    const channel = CHANNELS.shared
    await remember(channel, ['on'])
    await say(channel, 'The code of the early train is emerald.')
    await remember(channel, [])
    await say(channel, 'The code of the late train is lavender.')

    expect(await search(alice, 'early train', channel)).toContain('emerald')
    expect(await search(alice, 'late train', channel)).not.toContain('lavender')
  })

  it('does not take in what bots write', async () => {
    await say(CHANNELS.general, 'The code of the iron robot is crimson.', otherBot)

    expect(await search(alice, 'iron robot', CHANNELS.general)).not.toContain('crimson')
  })

  it('follows an edit', async () => {
    const { channel, ts } = await say(CHANNELS.general, 'The code of the linen kettle is ochre.')
    const before = await ask(alice, 'linen kettle', CHANNELS.general)

    await scene.slack.edit({ channel, ts, text: 'The code of the linen kettle is sienna.' })

    expect(before).toContain('ochre')
    const found = await search(alice, 'linen kettle', channel)
    expect(found).toContain('sienna')
    expect(found).not.toContain('ochre')
    const after = await ask(bob, 'linen kettle', CHANNELS.general)
    expect(after).toContain('sienna')
    expect(after).not.toContain('ochre')
  })

  it('forgets what is deleted, also what stands in threads', async () => {
    const one = await say(CHANNELS.general, 'The code of the copper gate is marigold.')
    const two = await scene.slack.say({
      user: yuki,
      channel: one.channel,
      threadTs: one.ts,
      text: 'The code of the copper bell is scarlet.',
    })
    const before = [await search(alice, 'copper gate', one.channel), await search(alice, 'copper bell', one.channel)]

    await scene.slack.remove(two)
    const without = await search(alice, 'copper bell', one.channel)
    await scene.slack.remove(one)

    expect(before).toEqual([expect.stringContaining('marigold'), expect.stringContaining('scarlet')])
    expect(without).toContain('marigold')
    expect(without).not.toContain('scarlet')
    expect(await search(alice, 'copper gate', one.channel)).not.toContain('marigold')
    const count = talk.prompts().length
    await ask(alice, 'copper gate', CHANNELS.general)
    expect(talk.prompts(count).join()).not.toContain('marigold')
  })

  it.each([
    ['the channel is deleted', 'C0ATTIC', () => scene.slack.deleteChannel('C0ATTIC')],
    ['Kiku is removed from it', 'C0CABIN', () => scene.slack.leave({ user: BOT_USER, channel: 'C0CABIN' })],
  ])('forgets everything when %s', async (_, id, lose) => {
    const what = `hidden ${id.slice(2).toLowerCase()}`
    await say(id, `The code of the ${what} is indigo.`)
    const before = await search(alice, what)

    await lose()

    expect(before).toContain('indigo')
    expect(await search(alice, what)).not.toContain('indigo')
  })

  it('knows a file that came with a question, until the file is deleted', async () => {
    const text = 'The code of the rented crane is periwinkle.\n'
    const file = scene.slack.addFile({ name: 'crane.txt', content: text })
    const said = await scene.slack.say({
      user: alice,
      channel: CHANNELS.pending,
      text: `<@${BOT_USER}> What is the code of the rented crane?`,
      files: [file],
    })
    const first = await talk.answerTo(said)

    await scene.slack.deleteFile(file.id)
    const count = talk.prompts().length
    const { channel, threadTs } = said
    const again = { user: bob, channel, threadTs, text: 'What is the code of the rented crane?' }
    const { answer } = await talk.ask(again)

    expect(visibleText(first)).toContain('periwinkle')
    expect(visibleText(answer)).not.toContain('periwinkle')
    expect(talk.prompts(count).join()).not.toContain('periwinkle')
  })

  it('leaves nothing behind of what it forgot', async () => {
    await scene.stop()

    const kept = await scene.journey.inspect(readConversationTexts)

    expect(kept).toContain('sienna')
    expect(kept).not.toMatch(/indigo|scarlet/)
  })
})
