import { afterEach, describe, expect, it } from 'vitest'
import { createMemoryStore } from '../../../../src/adapters/memory/memory-store.ts'
import { createSlackApi } from '../../../../src/adapters/slack/api/create-slack-api.ts'
import { createAudienceResolver } from '../../../../src/adapters/slack/directory/create-audience-resolver.ts'
import { createDirectory } from '../../../../src/adapters/slack/directory/create-directory.ts'
import { createChannelSwitches } from '../../../../src/adapters/slack/history/channel-switches.ts'
import { greet, titleThread } from '../../../../src/adapters/slack/interact/home/greet-person.ts'
import { publishHome } from '../../../../src/adapters/slack/interact/home/publish-home.ts'
import { registerInteractions } from '../../../../src/adapters/slack/interact/register-interactions.ts'
import { systemClock } from '../../../../src/ports/clock.ts'
import { silentTelemetry } from '../../../../src/ports/telemetry.ts'
import { BOT, BOT_USER, CHANNELS, PEOPLE, TEAM, visibleBlocks, visibleText } from '../../../fakes/slack/slack-server.ts'
import { objectsOf } from '../../../fakes/slack/wire.ts'
import { type Connected, startConnected } from '../receive/connected.ts'
import { createScriptedDesk, type DeskScript, source } from './scripted-desk.ts'

let open: Connected[] = []

afterEach(async () => {
  for (const connected of open) await connected.close()
  open = []
})

/** Kiku's interactions in the real Bolt app, against a Slack on this machine. */
async function start(transport: 'socket' | 'http' = 'socket', script: Partial<DeskScript> = {}) {
  const connected = await startConnected({ transport })
  open.push(connected)
  const { server, connection } = connected
  const scripted = createScriptedDesk(script)
  const identity = { team: TEAM, user: BOT_USER, bot: BOT, url: server.world.url }
  const api = createSlackApi({
    token: server.botToken,
    apiUrl: server.apiUrl,
    clock: systemClock,
    telemetry: silentTelemetry,
  })
  const directory = createDirectory({ api, identity, clock: systemClock, telemetry: silentTelemetry })
  const channels = createChannelSwitches({
    settings: createMemoryStore().settings,
    team: TEAM,
    defaults: { followUps: true, remember: false },
  })
  const audiences = createAudienceResolver({ directory, identity })
  const desk = { ...scripted.desk, api, identity, directory, channels, audiences }
  registerInteractions(connection.app, desk)
  const showForm = (user: string) => visibleBlocks(objectsOf(server.openFor(user).at(-1)?.view.blocks))
  return { server, desk, seen: scripted.seen, channels, showForm }
}

describe.each(['socket', 'http'] as const)('interactions over %s', (transport) => {
  it('acknowledge a command before its answer, which replaces the status', async () => {
    let release = () => {}
    const written = new Promise<void>((resolve) => {
      release = resolve
    })
    const { server, desk } = await start(transport, {
      askPrivately: async ({ voice }) => {
        await written
        await voice.say({ text: '領収書を添えて申請します。' }, desk.signal)
      },
    })

    const asked = await server.command('質問　出張費の精算方法は？', { user: PEOPLE.yuki, channel: CHANNELS.general })
    await server.waitFor(() => asked.replies().length > 0, 'the status')
    const before = asked.replies().map(visibleText)
    release()
    await server.waitFor(() => asked.replies().some(({ edits }) => edits > 0), 'the answer')

    expect(asked.isAcknowledged).toBe(true)
    expect(before).toEqual(['調べています…'])
    expect(asked.replies().map(visibleText)).toEqual(['領収書を添えて申請します。'])
    expect(server.messagesIn(CHANNELS.general)).toEqual([])
  })

  it('work in channels that Kiku is not in', async () => {
    const { server } = await start(transport, { sources: [source()] })
    server.world.join(PEOPLE.alice, CHANNELS.notJoined)

    const asked = await server.command('sources', { user: PEOPLE.alice, channel: CHANNELS.notJoined })
    await server.waitFor(() => asked.replies().length > 0, 'the list of sources')

    expect(asked.replies().map(visibleText).join()).toContain('travel-handbook')
  })

  it('change the settings of a channel, which is told', async () => {
    const { server, seen, channels, showForm } = await start(transport)

    await server.command('settings', { user: PEOPLE.alice, channel: CHANNELS.general })
    await server.waitFor(() => showForm(PEOPLE.alice).includes('Remember'), 'the form')
    const wrong = await server.submitView({ user: PEOPLE.alice, values: { remember: [], days: '30' } })
    const right = await server.submitView({ user: PEOPLE.alice, values: { remember: ['on'], days: '30' } })
    await server.waitFor(() => server.ephemeralsFor(PEOPLE.alice).length > 0, 'the confirmation')

    expect(wrong.errors).toEqual({ days: 'Switch on remembering first, or leave this empty.' })
    expect(right.errors).toBeUndefined()
    expect(await channels.read(CHANNELS.general)).toMatchObject({ remember: true })
    expect(seen.backfills).toEqual([`${CHANNELS.general}:30`])
    expect(server.messagesIn(CHANNELS.general).map(visibleText)).toEqual([
      expect.stringContaining(`<@${PEOPLE.alice}> has asked me to remember`),
    ])
  })

  it('forget a person after they confirmed, in place of the question', async () => {
    const { server, seen } = await start(transport)

    const asked = await server.command('忘れて 私', { user: PEOPLE.yuki })
    await server.waitFor(() => asked.replies().length > 0, 'the question')
    const [dialogue] = server.ephemeralsFor(PEOPLE.yuki)
    if (dialogue === undefined) throw new Error('Nothing was asked.')
    await server.click({ user: PEOPLE.yuki, on: dialogue, actionId: 'kiku_forget' })
    await server.waitFor(() => dialogue.edits > 0, 'the confirmation')

    expect(seen.forgotten).toEqual([`slack:${TEAM}:${PEOPLE.yuki}`])
    expect(visibleText(dialogue)).toContain('3件のメッセージを忘れました')
  })
})

describe('interactions', () => {
  it('refuse a guest the settings of a channel', async () => {
    const { server, showForm } = await start()

    await server.command('settings', { user: PEOPLE.singleChannelGuest, channel: CHANNELS.guests })
    await server.waitFor(() => showForm(PEOPLE.singleChannelGuest).includes('full members'), 'the refusal')

    expect(showForm(PEOPLE.singleChannelGuest)).not.toContain('Remember')
  })

  it('answer a question about a message in its thread', async () => {
    const { server, seen, showForm } = await start()
    const { message } = await server.say({
      user: PEOPLE.bob,
      channel: CHANNELS.general,
      text: '出荷は<!channel>金曜です',
    })

    await server.shortcut({ user: PEOPLE.alice, callbackId: 'kiku_ask_about', on: message })
    await server.waitFor(() => showForm(PEOPLE.alice) !== '', 'the form')
    await server.submitView({ user: PEOPLE.alice, values: { question: 'What is this about?' } })
    await server.waitFor(() => seen.asked.length > 0, 'the question')

    expect(server.repliesIn(CHANNELS.general, message.ts).map(visibleText)).toEqual([
      `<@${PEOPLE.alice}> asks: What is this about?`,
    ])
    expect(seen.asked).toMatchObject([
      { quoted: expect.stringContaining('出荷は@channel金曜です'), place: { threadTs: message.ts } },
    ])
    expect(server.pings.map(({ ping }) => ping)).toEqual([`<@${PEOPLE.alice}>`])
  })

  it('sum up a thread from what was said in it', async () => {
    const { server, seen } = await start()
    const { message } = await server.say({ user: PEOPLE.bob, channel: CHANNELS.general, text: 'When do we ship?' })
    await server.say({ user: PEOPLE.yuki, channel: CHANNELS.general, text: '金曜です', threadTs: message.ts })

    await server.shortcut({ user: PEOPLE.alice, callbackId: 'kiku_summarise_thread', on: message })
    await server.waitFor(() => seen.askedPrivately.length > 0, 'the request')

    expect(seen.askedPrivately[0]?.quoted).toMatch(/: When do we ship\?\n.+: 金曜です$/)
  })

  it('fill the home tab, the suggestions and the title', async () => {
    const { server, desk } = await start('socket', { sources: [source()] })
    const opened = { user: PEOPLE.yuki, channel: CHANNELS.yukiDirect }

    await publishHome(opened, desk, desk.signal)
    await greet(opened, desk, desk.signal)
    await server.say({ user: PEOPLE.yuki, channel: CHANNELS.yukiDirect, text: '質問' })
    const [{ ts } = { ts: '' }] = server.messagesIn(CHANNELS.yukiDirect)
    await titleThread({ team: TEAM, channel: CHANNELS.yukiDirect, threadTs: ts }, '出張費の精算', desk, desk.signal)

    expect(visibleBlocks(objectsOf(server.homeOf(PEOPLE.yuki)?.view.blocks))).toContain('あなたのために読める情報源')
    expect(server.prompts).toMatchObject([{ channel: CHANNELS.yukiDirect, prompts: expect.any(Array) }])
    expect(server.titleOf(CHANNELS.yukiDirect, ts)).toBe('出張費の精算')
  })

  it('change the language from the home tab', async () => {
    const { server, desk } = await start()
    await publishHome({ user: PEOPLE.alice, channel: CHANNELS.aliceDirect }, desk, desk.signal)
    const home = server.homeOf(PEOPLE.alice)
    if (home === undefined) throw new Error('There is no home tab.')

    await server.click({ user: PEOPLE.alice, on: home, actionId: 'kiku_language', value: 'ja' })
    await server.waitFor(() => server.homeOf(PEOPLE.alice)?.hash !== home.hash, 'the new home tab')

    expect(await desk.host.settings.get(`slack:language:${TEAM}:${PEOPLE.alice}`)).toBe('ja')
  })
})
