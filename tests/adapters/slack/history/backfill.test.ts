import { describe, expect, it } from 'vitest'
import { KikuError } from '../../../../src/domain/errors.ts'
import {
  type ArchivedPost,
  CHANNEL,
  createArchive,
  createWorldOfKiku,
  hoursAgo,
  startProcess,
  untilEnded,
} from './archive.ts'

const post = (hours: number, more: Partial<ArchivedPost> = {}): ArchivedPost => ({
  ts: hoursAgo(hours),
  user: 'U1',
  text: `said ${hours} hours ago`,
  ...more,
})

const refusal = (error: string) =>
  new KikuError('surface-refused', `Slack refused it: ${error}.`, {
    details: { method: 'conversations.history', error },
  })

describe('reading the past of a channel', () => {
  it('takes in every message once, from the newest page to the oldest, with growing pages', async () => {
    const archive = createArchive(Array.from({ length: 400 }, (_, index) => post(index / 4 + 1)))
    const world = createWorldOfKiku()
    const backfill = startProcess(archive, world)

    await backfill.start(CHANNEL, 30)
    const state = await untilEnded(backfill)

    expect(state).toMatchObject({ kind: 'done', messages: 400 })
    expect(new Set(world.observed.map(({ id }) => id)).size).toBe(400)
    expect(world.observed).toHaveLength(400)
    expect(archive.calls.map(({ limit }) => limit)).toEqual([15, 100, 200, 200])
    expect(new Set(world.pauses)).toEqual(new Set([1_200]))
  })

  it('keeps to small pages and long pauses where Slack serves no more', async () => {
    const archive = createArchive(
      Array.from({ length: 60 }, (_, index) => post(index + 1)),
      15,
    )
    const world = createWorldOfKiku()
    const backfill = startProcess(archive, world)

    await backfill.start(CHANNEL, 30)
    await untilEnded(backfill)

    expect(archive.calls.map(({ limit }) => limit)).toEqual([15, 100, 15, 15])
    expect(world.pauses).toEqual([1_200, 120_000, 120_000])
    expect(world.observed).toHaveLength(60)
  })

  it('hands messages over as they would have arrived', async () => {
    const archive = createArchive([
      post(3, { user: 'U2', text: '<@U0KIKU> <@U1> さん、経費は &lt;月末&gt; までですか' }),
      post(2, { thread_ts: hoursAgo(3), text: 'はい' }),
    ])
    const world = createWorldOfKiku()
    const backfill = startProcess(archive, world)

    await backfill.start(CHANNEL, 1)
    await untilEnded(backfill)

    expect(world.observed[0]).toEqual({
      id: hoursAgo(3),
      thread: {
        id: `slack:T1:C1:${hoursAgo(3)}`,
        surface: 'slack',
        workspace: 'T1',
        channel: 'C1',
        audience: 'slack:T1:C1',
        createdAt: Math.round(Number(hoursAgo(3)) * 1000),
      },
      author: { id: 'slack:T1:U2', displayName: '田中雪' },
      text: '@Aki さん、経費は <月末> までですか',
      receivedAt: Math.round(Number(hoursAgo(3)) * 1000),
      audience: { labels: [] },
      search: 'auto',
      locale: 'ja',
      permalink: `https://home.slack.com/archives/C1/p${hoursAgo(3).replace('.', '')}`,
      addressed: false,
    })
    expect(world.observed[1]).toMatchObject({ thread: { id: `slack:T1:C1:${hoursAgo(3)}` }, text: 'はい' })
    expect(world.observed[1]?.permalink).toContain(`?thread_ts=${hoursAgo(3)}&cid=C1`)
  })

  it('reads threads to their end, and replies that were sent to the channel too only once', async () => {
    const root = post(50)
    const replies = Array.from({ length: 40 }, (_, index) => post(49 - index / 2, { thread_ts: root.ts }))
    const broadcast = post(20, { thread_ts: root.ts, subtype: 'thread_broadcast' })
    const archive = createArchive([root, ...replies, broadcast, post(60)])
    const world = createWorldOfKiku()
    const backfill = startProcess(archive, world)

    await backfill.start(CHANNEL, 30)
    await untilEnded(backfill)

    const ids = world.observed.map(({ id }) => id)
    expect(new Set(ids).size).toBe(43)
    expect(ids.filter((id) => id !== broadcast.ts)).toHaveLength(42)
    expect(archive.calls.filter(({ thread }) => thread === root.ts).length).toBeGreaterThan(1)
  })

  it('leaves out bots, Kiku itself, notes of Slack and what has no words', async () => {
    const archive = createArchive([
      post(1, { user: 'U0KIKU' }),
      post(2, { bot_id: 'B2' }),
      post(3, { user: 'U3' }),
      post(4, { subtype: 'channel_join' }),
      post(5, { text: ' ' }),
      post(6, { text: '<@U0KIKU>' }),
      post(7, { subtype: 'me_message', text: 'kept' }),
      { ts: hoursAgo(8), text: 'nobody' },
    ])
    const world = createWorldOfKiku()
    const backfill = startProcess(archive, world)

    await backfill.start(CHANNEL, 1)
    await untilEnded(backfill)

    expect(world.observed.map(({ text }) => text)).toEqual(['kept'])
  })

  it('stops at the day limit, and reads further back when more days are asked for', async () => {
    const archive = createArchive([post(1), post(23), post(25), post(24 * 8)])
    const world = createWorldOfKiku()
    const backfill = startProcess(archive, world)

    await backfill.start(CHANNEL, 1)
    await untilEnded(backfill)
    const before = world.observed.length
    await backfill.start(CHANNEL, 7)
    await untilEnded(backfill)

    expect(before).toBe(2)
    expect(new Set(world.observed.map(({ id }) => id))).toEqual(new Set([hoursAgo(1), hoursAgo(23), hoursAgo(25)]))
  })

  it('lets channels take turns', async () => {
    const archive = createArchive(Array.from({ length: 200 }, (_, index) => post(index + 1)))
    const world = createWorldOfKiku()
    const channels: string[] = []
    const { call } = archive.api
    const backfill = startProcess(
      {
        ...archive,
        api: {
          call: (method, given) => {
            channels.push(String(given.arguments.channel))
            return call(method, given)
          },
        },
      },
      world,
    )

    await Promise.all([backfill.start('C1', 30), backfill.start('C2', 30)])
    await untilEnded(backfill, 'C1')
    await untilEnded(backfill, 'C2')

    expect(channels.slice(0, 4)).toEqual(['C1', 'C2', 'C1', 'C2'])
  })

  it('says nothing of what it reads in the log', async () => {
    const archive = createArchive([post(1, { text: 'sesame' })])
    const world = createWorldOfKiku()
    const backfill = startProcess(archive, world)

    await backfill.start(CHANNEL, 1)
    await untilEnded(backfill)

    expect(world.log.map(({ event }) => event)).toEqual(['slack-backfill-started', 'slack-backfill-ended'])
    expect(JSON.stringify(world.log)).not.toContain('sesame')
  })
})

describe('a reading that is interrupted', () => {
  const posts = [
    ...Array.from({ length: 50 }, (_, index) => post(index + 1)),
    ...Array.from({ length: 30 }, (_, index) => post(20 - index / 4 - 0.1, { thread_ts: hoursAgo(20) })),
  ]

  it.each(Array.from({ length: 6 }, (_, index) => index + 1))(
    'goes on in the next process without loss when it is killed at request %i',
    async (killed) => {
      const archive = createArchive(posts, 15)
      const world = createWorldOfKiku()
      const first = startProcess(archive, world)
      let kill: Promise<void> | undefined
      archive.onCall = ({ count }) => {
        if (count === killed) kill = first.stop()
      }

      await first.start(CHANNEL, 30)
      while (kill === undefined) await new Promise((resolve) => setImmediate(resolve))
      await kill
      const second = startProcess(archive, world)
      await second.resume()
      const state = await untilEnded(second)

      const ids = world.observed.map(({ id }) => id)
      expect(state).toMatchObject({ kind: 'done', messages: 80 })
      expect(new Set(ids)).toEqual(new Set(posts.map(({ ts }) => ts)))
      expect(ids).toHaveLength(80)
    },
  )

  it('repeats no more than a page when the process dies between two messages', async () => {
    const archive = createArchive(posts)
    const world = createWorldOfKiku()
    const first = startProcess(archive, world)
    const push = world.observed.push.bind(world.observed)
    let kill: Promise<void> | undefined
    world.observed.push = (...messages) => {
      if (world.observed.length === 20) kill ??= first.stop()
      return push(...messages)
    }

    await first.start(CHANNEL, 30)
    while (kill === undefined) await new Promise((resolve) => setImmediate(resolve))
    await kill
    const seen = world.observed.length
    const second = startProcess(archive, world)
    await second.resume()
    await untilEnded(second)

    expect(seen).toBe(21)
    expect(new Set(world.observed.map(({ id }) => id)).size).toBe(80)
    expect(world.observed.length).toBeLessThanOrEqual(80 + 21)
  })

  it('takes no notice of a record that is damaged', async () => {
    const world = createWorldOfKiku()
    await world.settings.set('slack:T1:backfill:C1', '{"state":"running"')
    await world.settings.set('slack:T1:backfill:C2', '{"state":"asleep"}')
    const archive = createArchive([])
    const backfill = startProcess(archive, world)

    await backfill.resume()

    expect(await backfill.state('C1')).toEqual({ kind: 'none' })
    expect(archive.calls).toEqual([])
  })
})

describe('a reading that meets trouble', () => {
  it('tries again, later and later, and succeeds', async () => {
    const archive = createArchive([post(1)])
    const world = createWorldOfKiku()
    archive.onCall = ({ count }) => {
      if (count <= 3) throw new KikuError('surface-unreachable', 'Slack did not answer.', { retryable: true })
    }
    const backfill = startProcess(archive, world)

    await backfill.start(CHANNEL, 1)
    const state = await untilEnded(backfill)

    expect(state).toMatchObject({ kind: 'done', messages: 1 })
    expect(world.pauses).toEqual([10_000, 20_000, 40_000])
  })

  it('gives up after a while, and goes on when Kiku is started again', async () => {
    const archive = createArchive([post(1)])
    const world = createWorldOfKiku()
    archive.onCall = ({ count }) => {
      if (count <= 8) throw new KikuError('surface-unreachable', 'Slack did not answer.', { retryable: true })
    }
    const first = startProcess(archive, world)

    await first.start(CHANNEL, 1)
    const failed = await untilEnded(first)
    await first.stop()
    const second = startProcess(archive, world)
    await second.resume()

    expect(failed).toEqual({ kind: 'failed', messages: 0 })
    expect(await untilEnded(second)).toMatchObject({ kind: 'done', messages: 1 })
  })

  it('waits for no repetition of what cannot mend itself, such as a missing scope', async () => {
    const archive = createArchive([post(1)])
    const world = createWorldOfKiku()
    archive.onCall = () => {
      throw refusal('missing_scope')
    }
    const backfill = startProcess(archive, world)

    await backfill.start(CHANNEL, 1)

    expect(await untilEnded(backfill)).toEqual({ kind: 'failed', messages: 0 })
    expect(archive.calls).toHaveLength(1)
    expect(world.log.find(({ event }) => event === 'slack-backfill-failed')?.fields?.problem).toBe('missing_scope')
  })

  it.each(['not_in_channel', 'channel_not_found'])('ends when the channel is lost (%s)', async (problem) => {
    const archive = createArchive(Array.from({ length: 40 }, (_, index) => post(index + 1)))
    const world = createWorldOfKiku()
    archive.onCall = ({ count }) => {
      if (count === 2) throw refusal(problem)
    }
    const backfill = startProcess(archive, world)

    await backfill.start(CHANNEL, 30)

    expect(await untilEnded(backfill)).toEqual({ kind: 'none' })
    expect(world.observed).toHaveLength(15)
    expect(await world.settings.list('slack:T1:backfill:')).toEqual([])
  })

  it('ends when remembering is switched off, in the middle of a page too', async () => {
    const archive = createArchive(Array.from({ length: 40 }, (_, index) => post(index + 1)))
    const world = createWorldOfKiku()
    const push = world.observed.push.bind(world.observed)
    world.observed.push = (...messages) => {
      if (world.observed.length === 4) void world.channels.write(CHANNEL, { followUps: true, remember: false })
      return push(...messages)
    }
    const backfill = startProcess(archive, world)

    await backfill.start(CHANNEL, 30)

    expect(await untilEnded(backfill)).toEqual({ kind: 'none' })
    expect(world.observed.length).toBeLessThan(8)
  })

  it('passes over a thread that was deleted, and begins one again whose place Slack has forgotten', async () => {
    const gone = post(30)
    const long = post(40)
    const archive = createArchive([
      gone,
      long,
      post(29, { thread_ts: gone.ts }),
      ...Array.from({ length: 40 }, (_, index) => post(39 - index / 8, { thread_ts: long.ts })),
    ])
    const world = createWorldOfKiku()
    let forgotten = 0
    archive.onCall = () => {
      const last = archive.calls.at(-1)
      if (last?.thread === gone.ts) throw refusal('thread_not_found')
      const pages = archive.calls.filter(({ thread }) => thread === long.ts).length
      if (pages === 2 && forgotten++ === 0) throw refusal('invalid_cursor')
    }
    const backfill = startProcess(archive, world)

    await backfill.start(CHANNEL, 30)

    expect(await untilEnded(backfill)).toMatchObject({ kind: 'done' })
    expect(new Set(world.observed.map(({ id }) => id)).size).toBe(42)
  })
})

describe('a channel that changes while it is read', () => {
  it('takes in nothing more once it was cancelled', async () => {
    const archive = createArchive(Array.from({ length: 40 }, (_, index) => post(index + 1)))
    const world = createWorldOfKiku()
    const backfill = startProcess(archive, world)
    let cancelled: Promise<void> | undefined
    archive.onCall = ({ count }) => {
      if (count === 2) cancelled = backfill.cancel(CHANNEL)
    }

    await backfill.start(CHANNEL, 30)
    while (cancelled === undefined) await new Promise((resolve) => setImmediate(resolve))
    await cancelled
    const seen = world.observed.length

    expect(await backfill.state(CHANNEL)).toEqual({ kind: 'none' })
    expect(seen).toBe(15)
    expect(archive.calls).toHaveLength(2)
  })

  it('does not bring back what was deleted, nor the former words of what was edited', async () => {
    const archive = createArchive([post(1), post(2), post(3)])
    const world = createWorldOfKiku()
    const backfill = startProcess(archive, world)
    archive.onCall = () => {
      backfill.noteChange({ channel: CHANNEL, ts: hoursAgo(1) }, { kind: 'deleted' })
      backfill.noteChange({ channel: CHANNEL, ts: hoursAgo(2) }, { kind: 'edited', text: 'better' })
    }

    await backfill.start(CHANNEL, 1)
    await untilEnded(backfill)

    expect(world.observed.map(({ text }) => text)).toEqual(['said 3 hours ago', 'better'])
  })

  it('reads on further back when more days are asked for in the meantime', async () => {
    const archive = createArchive([post(1), post(30)])
    const world = createWorldOfKiku()
    const backfill = startProcess(archive, world)
    let widened: Promise<void> | undefined
    archive.onCall = ({ count }) => {
      if (count === 1) widened = backfill.start(CHANNEL, 7)
    }

    await backfill.start(CHANNEL, 1)
    await untilEnded(backfill)
    await widened

    expect(world.observed.map(({ id }) => id)).toEqual([hoursAgo(1), hoursAgo(30)])
  })
})

describe('a store that fails', () => {
  const broken = async () => {
    throw new KikuError('store-failed', 'The disk is gone.')
  }

  it('ends the reading, not the process', async () => {
    const archive = createArchive([post(1)])
    const world = createWorldOfKiku()
    const settings = { ...world.settings }
    const backfill = startProcess(archive, { ...world, settings })

    await backfill.start(CHANNEL, 1)
    Object.assign(settings, { set: broken, remove: broken })
    while (!world.log.some(({ event }) => event === 'slack-backfill-ended')) {
      await new Promise((resolve) => setImmediate(resolve))
    }
    await backfill.stop()

    expect(world.log.map(({ event }) => event)).toContain('slack-backfill-not-kept')
    expect(world.log.find(({ event }) => event === 'slack-backfill-ended')?.fields).toMatchObject({ outcome: 'failed' })
  })

  it('leaves nothing to resume', async () => {
    const world = createWorldOfKiku()
    const backfill = startProcess(createArchive([]), { ...world, settings: { ...world.settings, list: broken } })

    await backfill.resume()

    expect(world.log.map(({ event }) => event)).toEqual(['slack-backfill-not-resumed'])
  })
})
