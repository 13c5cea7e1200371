import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createDiscordApi } from '../../../../src/adapters/discord/api/create-discord-api.ts'
import { createRest } from '../../../../src/adapters/discord/api/create-rest.ts'
import type { DiscordChannel } from '../../../../src/adapters/discord/directory/directory.ts'
import { createBackfill } from '../../../../src/adapters/discord/history/create-backfill.ts'
import { createMemoryStore } from '../../../../src/adapters/memory/memory-store.ts'
import type { Message } from '../../../../src/domain/message.ts'
import { systemClock } from '../../../../src/ports/clock.ts'
import { silentTelemetry } from '../../../../src/ports/telemetry.ts'
import {
  BOT_USER,
  CHANNELS,
  type DiscordServer,
  GUILDS,
  PEOPLE,
  startDiscordServer,
} from '../../../fakes/discord/discord-server.ts'

const MINUTE = 60_000
const { office: guild } = GUILDS

describe('reading the past over HTTP', () => {
  let discord: DiscordServer
  beforeEach(async () => {
    discord = await startDiscordServer()
  })
  afterEach(() => discord.close())

  const { settings, replies } = createMemoryStore()
  const startBackfill = (observed: Message[], channel: DiscordChannel) => {
    const rest = createRest({ token: discord.token, apiUrl: discord.apiUrl })
    const shared = { clock: systemClock, telemetry: silentTelemetry }
    return createBackfill({
      ...shared,
      api: createDiscordApi({ rest, ...shared }),
      identity: { applicationId: BOT_USER, user: BOT_USER, name: 'kiku', hasMessageContent: true },
      host: {
        ...{ settings, replies },
        intake: { observe: async (message) => void observed.push(message) },
        records: { findQuestion: async () => undefined },
      },
      directory: {
        peekChannel: () => channel,
        findChannel: async () => channel,
        missingPermissions: () => [],
        languageOf: () => undefined,
      },
      switches: { readChannel: async () => ({ followUps: true, remember: true, answerPosts: false }) },
      pause: async (_ms, ending) => ending.throwIfAborted(),
    })
  }
  const sayLongAgo = (minutes: number, user: string, text: string, channel: string) =>
    discord.say({ user, channel, text, at: Date.now() - minutes * MINUTE, isQuiet: true })
  const untilEnded = async (backfill: ReturnType<typeof createBackfill>, channel: string) => {
    for (;;) {
      const state = await backfill.state({ guild, channel })
      if (state.kind !== 'running') return state
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }

  it('takes in a channel with its threads and names, and goes on after a kill', async () => {
    const channel: DiscordChannel = { id: CHANNELS.general, guild, name: 'general', kind: 'text' }
    const { alice, yuki, bob } = PEOPLE
    for (let minutes = 230; minutes > 100; minutes -= 1) sayLongAgo(minutes, yuki, `議題 ${minutes}`, channel.id)
    sayLongAgo(50, alice, `<@${yuki}> 経費は月末まで？`, channel.id)
    sayLongAgo(40, yuki, 'はい、月末までです', CHANNELS.publicThread)
    const archived = discord.openThread({ user: alice, channel: channel.id, name: '片付けた話' })
    sayLongAgo(30, alice, '片付けました', archived.id)
    discord.changeThread(archived.id, { isArchived: true })
    sayLongAgo(20, alice, '内緒です', CHANNELS.privateThread)
    const foreign = discord.openThread({ user: bob, channel: channel.id, name: 'no Kiku', isPrivate: true })
    sayLongAgo(10, bob, '見えないはず', foreign.id)
    const observed: Message[] = []

    const first = startBackfill(observed, channel)
    await first.start({ guild, channel: channel.id }, 1)
    await discord.waitFor(() => observed.length > 0, 'the first page')
    await first.stop()
    const second = startBackfill(observed, channel)
    await second.resume()
    const state = await untilEnded(second, channel.id)
    await second.stop()

    const find = (text: string) => observed.find((message) => message.text.includes(text))
    expect(state.kind).toBe('done')
    expect(new Set(observed.map(({ id }) => id)).size).toBe(134)
    expect(find('経費は月末まで？')).toMatchObject({ author: { id: `discord:${alice}` } })
    expect(find('経費は月末まで？')?.text).toMatch(/^@\D/)
    expect(find('はい、月末')?.thread).toMatchObject({
      id: `discord:${guild}:${channel.id}:${CHANNELS.publicThread}`,
      audience: `discord:${guild}:${channel.id}`,
    })
    expect(find('片付けました')?.thread.id).toBe(`discord:${guild}:${channel.id}:${archived.id}`)
    expect(find('内緒です')?.thread.audience).toBe(`discord:${guild}:${CHANNELS.privateThread}`)
    expect(find('見えないはず')).toBeUndefined()
  })

  it('takes in the posts of a forum', async () => {
    const channel: DiscordChannel = { id: CHANNELS.forum, guild, name: 'forum', kind: 'forum' }
    const { thread } = discord.post({
      user: PEOPLE.alice,
      forum: channel.id,
      title: '印刷',
      text: '印刷機はどこですか',
      at: Date.now() - 30 * MINUTE,
      isQuiet: true,
    })
    sayLongAgo(20, PEOPLE.yuki, '三階です', thread.id)
    const observed: Message[] = []
    const backfill = startBackfill(observed, channel)

    await backfill.start({ guild, channel: channel.id }, 1)
    await untilEnded(backfill, channel.id)
    await backfill.stop()

    const place = `discord:${guild}:${channel.id}:${thread.id}`
    expect(observed.map((message) => [message.text, message.thread.id])).toEqual([
      ['印刷機はどこですか', place],
      ['三階です', place],
    ])
  })
})
