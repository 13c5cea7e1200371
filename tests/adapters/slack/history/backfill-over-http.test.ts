import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createMemoryStore } from '../../../../src/adapters/memory/memory-store.ts'
import { createSlackApi } from '../../../../src/adapters/slack/api/create-slack-api.ts'
import { identify } from '../../../../src/adapters/slack/api/identify.ts'
import { createDirectory } from '../../../../src/adapters/slack/directory/create-directory.ts'
import { createBackfill } from '../../../../src/adapters/slack/history/backfill.ts'
import type { Message } from '../../../../src/domain/message.ts'
import { systemClock } from '../../../../src/ports/clock.ts'
import { silentTelemetry } from '../../../../src/ports/telemetry.ts'
import { BOT_USER, CHANNELS, PEOPLE, type SlackServer, startSlackServer } from '../../../fakes/slack/slack-server.ts'
import { untilEnded } from './archive.ts'

const MINUTE = 60_000
const { settings } = createMemoryStore()
const signal = new AbortController().signal

describe('reading the past over HTTP', () => {
  let slack: SlackServer
  beforeEach(async () => {
    slack = await startSlackServer()
  })
  afterEach(() => slack.close())

  const startBackfill = async (observed: Message[]) => {
    const shared = { clock: systemClock, telemetry: silentTelemetry }
    const api = createSlackApi({ token: slack.botToken, apiUrl: slack.apiUrl, ...shared })
    const identity = await identify(api, signal)
    return createBackfill({
      ...shared,
      api,
      identity,
      host: { settings, intake: { observe: async (message) => void observed.push(message) } },
      directory: createDirectory({ api, identity, ...shared }),
      channels: { read: async () => ({ followUps: true, remember: true }) },
      pause: async (_ms, ending) => ending.throwIfAborted(),
    })
  }
  const sayLongAgo = (minutes: number, user: string, text: string, threadTs?: string) =>
    slack.say({
      user,
      channel: CHANNELS.japanese,
      text,
      at: Date.now() - minutes * MINUTE,
      isQuiet: true,
      ...(threadTs === undefined ? {} : { threadTs }),
    })

  it('takes in a channel with its threads and names, waits out a 429, and goes on after a kill', async () => {
    for (let minutes = 70; minutes > 30; minutes -= 1) await sayLongAgo(minutes, PEOPLE.yuki, `議題 ${minutes}`)
    const root = await sayLongAgo(29, PEOPLE.alice, `<@${PEOPLE.yuki}> 経費は &lt;月末&gt; まで？`)
    await sayLongAgo(28, PEOPLE.yuki, 'はい、月末までです', root.ts)
    await sayLongAgo(27, BOT_USER, '自分の答え', root.ts)
    slack.faults.push({ method: 'conversations.history', status: 429, retryAfter: 1 })
    const observed: Message[] = []

    const first = await startBackfill(observed)
    await first.start(CHANNELS.japanese, 1)
    await slack.waitFor(() => observed.length >= 15, 'the first page')
    await first.stop()
    const second = await startBackfill(observed)
    await second.resume()
    const state = await untilEnded(second, CHANNELS.japanese)
    await second.stop()

    const texts = observed.map(({ text }) => text)
    expect(state.kind).toBe('done')
    expect(new Set(observed.map(({ id }) => id)).size).toBe(42)
    expect(texts).toContain('@yuki 経費は <月末> まで？')
    expect(texts).not.toContain('自分の答え')
    expect(observed.find(({ text }) => text.startsWith('はい'))).toMatchObject({
      author: { id: `slack:T0HOME:${PEOPLE.yuki}`, displayName: 'yuki' },
      locale: 'ja',
      thread: { id: `slack:T0HOME:${CHANNELS.japanese}:${root.ts}`, audience: `slack:T0HOME:${CHANNELS.japanese}` },
    })
    expect(slack.calls.filter(({ status }) => status === 429)).toHaveLength(1)
  })
})
