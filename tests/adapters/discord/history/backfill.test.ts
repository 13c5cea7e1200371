import { describe, expect, it } from 'vitest'
import { KikuError } from '../../../../src/domain/errors.ts'
import {
  ADDRESS,
  type ArchivedPost,
  type ArchivedThread,
  CHANNEL,
  createArchive,
  createWorldOfKiku,
  GUILD,
  hoursAgo,
  NOW,
  refusal,
  startProcess,
  until,
  untilEnded,
} from './archive.ts'

const post = (hours: number, more: Partial<ArchivedPost> = {}): ArchivedPost => ({
  id: hoursAgo(hours),
  content: `said ${hours} hours ago`,
  ...more,
})
const thread = (hours: number, count: number, more: Partial<ArchivedThread> = {}): ArchivedThread => ({
  id: hoursAgo(hours),
  posts: Array.from({ length: count }, (_, index) => post(hours - (index + 1) / 200)),
  ...more,
})
const messagesOf = (id: string) => `/${id}/messages`

async function readAll(archive: ReturnType<typeof createArchive>, world = createWorldOfKiku(), days = 30) {
  const backfill = startProcess(archive, world)
  await backfill.start(ADDRESS, days)
  const state = await untilEnded(backfill)
  await backfill.stop()
  return { state, world, ids: world.observed.map(({ id }) => id) }
}

describe('reading the past of a channel', () => {
  it('takes in every message once, from the newest page to the oldest, in an even pace', async () => {
    const archive = createArchive(Array.from({ length: 250 }, (_, index) => post(index / 4 + 1)))

    const { state, ids, world } = await readAll(archive)

    expect(state).toEqual({ kind: 'done', messages: 250, at: NOW })
    expect(new Set(ids).size).toBe(250)
    expect(ids).toHaveLength(250)
    expect(archive.calls.filter((call) => call === messagesOf(CHANNEL))).toHaveLength(3)
    expect(new Set(world.pauses)).toEqual(new Set([400]))
  })

  it('hands messages over as they would have arrived', async () => {
    const archive = createArchive([post(3, { content: '経費は月末までですか' })])

    const { world } = await readAll(archive)

    expect(world.observed).toEqual([
      {
        id: hoursAgo(3),
        thread: {
          id: `discord:${GUILD}:${CHANNEL}:${hoursAgo(3)}`,
          surface: 'discord',
          workspace: GUILD,
          channel: CHANNEL,
          audience: `discord:${GUILD}:${CHANNEL}`,
          createdAt: NOW - 3 * 3_600_000,
        },
        author: { id: 'discord:7', displayName: '田中雪' },
        text: '経費は月末までですか',
        receivedAt: NOW - 3 * 3_600_000,
        audience: { labels: [] },
        search: 'auto',
        locale: 'ja',
        permalink: `https://discord.com/channels/${GUILD}/${CHANNEL}/${hoursAgo(3)}`,
        addressed: false,
      },
    ])
  })

  it('puts a reply into the conversation of what it replies to', async () => {
    const archive = createArchive([post(3), post(2, { replyTo: hoursAgo(3) }), post(1, { replyTo: hoursAgo(2) })])

    const { world } = await readAll(archive)

    expect(new Set(world.observed.map(({ thread: { id } }) => id))).toEqual(
      new Set([`discord:${GUILD}:${CHANNEL}:${hoursAgo(3)}`]),
    )
  })

  it('reads active and archived threads to their end, each as one conversation of its channel', async () => {
    const threads = [
      thread(40, 130),
      ...[10, 20, 30, 50, 60].map((hours) => thread(hours, 2, { archived: hours / 2 })),
      thread(45, 3, { parent: '1300000000000000999' }),
    ]
    const archive = createArchive([post(1)], threads)

    const { world, ids } = await readAll(archive)

    expect(ids).toHaveLength(1 + 130 + 10)
    expect(new Set(ids).size).toBe(ids.length)
    expect(archive.calls.filter((call) => call === messagesOf(hoursAgo(40)))).toHaveLength(2)
    const inThread = world.observed.filter(({ thread: { id } }) => id === `discord:${GUILD}:${CHANNEL}:${hoursAgo(40)}`)
    expect(inThread).toHaveLength(130)
    expect(inThread[0]).toMatchObject({ thread: { channel: CHANNEL, audience: `discord:${GUILD}:${CHANNEL}` } })
    expect(inThread[0]?.permalink).toContain(`/${hoursAgo(40)}/`)
  })

  it('keeps private threads that Kiku is in under their own label, and notes where they hang', async () => {
    const inside = thread(40, 2, { isPrivate: true })
    const archived = [10, 20, 30].map((hours) => thread(hours, 1, { isPrivate: true, archived: 1 + hours / 10 }))
    const archive = createArchive([], [inside, ...archived])

    const { world } = await readAll(archive)

    expect(new Set(world.observed.map((message) => message.thread.audience))).toEqual(
      new Set([inside, ...archived].map(({ id }) => `discord:${GUILD}:${id}`)),
    )
    expect(world.observed[0]?.thread.id).toBe(`discord:${GUILD}:${inside.id}:${inside.id}`)
    expect(await world.settings.list(`discord:${GUILD}:parent:`)).toHaveLength(4)
  })

  it('reads the posts of a forum, and never the forum itself', async () => {
    const archive = createArchive([], [thread(10, 2), thread(20, 3, { archived: 5 })])

    const { ids } = await readAll(archive, createWorldOfKiku({ kind: 'forum' }))

    expect(ids).toHaveLength(5)
    expect(archive.calls).not.toContain(messagesOf(CHANNEL))
    expect(archive.calls.some((call) => call.includes('private'))).toBe(false)
  })

  it('asks for no threads where there are none', async () => {
    const archive = createArchive([post(1)])

    await readAll(archive, createWorldOfKiku({ kind: 'voice' }))

    expect(archive.calls).toEqual([messagesOf(CHANNEL)])
  })

  it('leaves out bots, Kiku itself, notes of Discord and what has no words', async () => {
    const archive = createArchive([
      post(1, { bot: true }),
      post(2, { bot: true, author: '1300000000000000001' }),
      post(3, { type: 7 }),
      post(4, { content: ' ' }),
      post(5, { content: 'kept' }),
    ])

    const { world } = await readAll(archive)

    expect(world.observed.map(({ text }) => text)).toEqual(['kept'])
  })

  it('stops at the day limit, in threads too, and reads further back when more days are asked for', async () => {
    const archive = createArchive(
      [post(1), post(23), post(25), post(24 * 8)],
      [
        thread(24 * 9, 1, { archived: 24 * 9 - 1 }),
        thread(30, 1, { archived: 29 }),
        { id: hoursAgo(50), posts: [post(48), post(2.5)], archived: 2 },
      ],
    )
    const world = createWorldOfKiku()

    const first = await readAll(archive, world, 1)
    const seen = [...first.ids]
    const second = await readAll(archive, world, 7)

    expect(new Set(seen)).toEqual(new Set([hoursAgo(1), hoursAgo(23), hoursAgo(2.5)]))
    expect(new Set(second.ids)).toEqual(new Set([...seen, hoursAgo(25), hoursAgo(48), hoursAgo(30 - 1 / 200)]))
  })

  it('says nothing of what it reads in the log', async () => {
    const archive = createArchive([post(1, { content: 'sesame' })])

    const { world } = await readAll(archive)

    expect(world.log.map(({ event }) => event)).toEqual(['discord-backfill-started', 'discord-backfill-ended'])
    expect(JSON.stringify(world.log)).not.toMatch(/sesame|田中/)
  })
})

describe('a reading that is interrupted', () => {
  const posts = Array.from({ length: 150 }, (_, index) => post(index / 8 + 1))
  const threads = [thread(40, 20), thread(50, 20, { archived: 3 }), thread(60, 5, { archived: 2, isPrivate: true })]
  const all = [...posts, ...threads.flatMap((one) => one.posts)].map(({ id }) => id)

  it.each(Array.from({ length: 8 }, (_, index) => index + 1))(
    'goes on in the next process without loss when it is killed at request %i',
    async (killed) => {
      const archive = createArchive(posts, threads)
      const world = createWorldOfKiku()
      const first = startProcess(archive, world)
      let kill: Promise<void> | undefined
      archive.onCall = ({ count }) => {
        if (count === killed) kill = first.stop()
      }

      await first.start(ADDRESS, 30)
      await until(() => kill !== undefined)
      await kill
      const second = startProcess(archive, world)
      await second.resume()
      const state = await untilEnded(second)

      const ids = world.observed.map(({ id }) => id)
      expect(state).toMatchObject({ kind: 'done', messages: all.length })
      expect(ids).toHaveLength(all.length)
      expect(new Set(ids)).toEqual(new Set(all))
    },
  )

  it('takes no notice of a record that is damaged', async () => {
    const world = createWorldOfKiku()
    await world.settings.set(`discord:backfill:${GUILD}:${CHANNEL}`, '{"state":"asleep"}')
    const archive = createArchive([])
    const backfill = startProcess(archive, world)

    await backfill.resume()

    expect(await backfill.state(ADDRESS)).toEqual({ kind: 'none' })
    expect(archive.calls).toEqual([])
  })
})

describe('a reading that meets trouble', () => {
  it('tries again, later and later, and succeeds', async () => {
    const archive = createArchive([post(1)])
    archive.onCall = ({ count }) => {
      if (count <= 3) throw new KikuError('surface-unreachable', 'Discord did not answer.', { retryable: true })
    }

    const { state, world } = await readAll(archive)

    expect(state).toMatchObject({ kind: 'done', messages: 1 })
    expect(world.pauses.slice(0, 3)).toEqual([10_000, 20_000, 40_000])
  })

  it('says at once that it may not read there, since Discord only shows an empty past', async () => {
    const archive = createArchive([post(1)])
    const world = createWorldOfKiku()
    world.missing.push('ReadMessageHistory')

    const { state } = await readAll(archive, world)

    expect(state).toEqual({ kind: 'failed', messages: 0 })
    expect(archive.calls).toEqual([])
    expect(world.log.find(({ event }) => event === 'discord-backfill-failed')?.fields?.problem).toBe(50_013)
  })

  it.each([10_003, 50_001])('ends when the channel is lost (%i)', async (problem) => {
    const archive = createArchive(Array.from({ length: 150 }, (_, index) => post(index + 1)))
    archive.onCall = ({ count }) => {
      if (count === 2) throw refusal(problem)
    }

    const { state, world, ids } = await readAll(archive)

    expect(state).toEqual({ kind: 'none' })
    expect(ids).toHaveLength(100)
    expect(await world.settings.list('discord:backfill:')).toEqual([])
  })

  it.each([10_003, 50_001])('passes over a thread that is lost (%i)', async (problem) => {
    const [gone, other] = [thread(40, 2), thread(50, 3)]
    const archive = createArchive([post(1)], [gone, other])
    archive.onCall = ({ route }) => {
      if (route.includes(gone.id)) throw refusal(problem)
    }

    const { state, ids } = await readAll(archive)

    expect(state).toMatchObject({ kind: 'done' })
    expect(ids).toHaveLength(4)
  })

  it('ends when remembering is switched off, in the middle of a page too', async () => {
    const archive = createArchive(Array.from({ length: 40 }, (_, index) => post(index + 1)))
    const world = createWorldOfKiku()
    const push = world.observed.push.bind(world.observed)
    world.observed.push = (...messages) => {
      const off = { followUps: true, remember: false, answerPosts: false }
      if (world.observed.length === 4) void world.switches.writeChannel(GUILD, CHANNEL, off)
      return push(...messages)
    }

    const { state } = await readAll(archive, world)

    expect(state).toEqual({ kind: 'none' })
    expect(world.observed.length).toBeLessThan(8)
  })
})

describe('a channel that changes while it is read', () => {
  it('takes in nothing more once it was cancelled', async () => {
    const archive = createArchive(Array.from({ length: 150 }, (_, index) => post(index + 1)))
    const world = createWorldOfKiku()
    const backfill = startProcess(archive, world)
    let cancelled: Promise<void> | undefined
    archive.onCall = ({ count }) => {
      if (count === 2) cancelled = backfill.cancel(ADDRESS)
    }

    await backfill.start(ADDRESS, 30)
    await until(() => cancelled !== undefined)
    await cancelled
    const seen = world.observed.length

    expect(await backfill.state(ADDRESS)).toEqual({ kind: 'none' })
    expect(seen).toBe(100)
    expect(archive.calls).toHaveLength(2)
  })

  it('takes in nothing more of a thread that is deleted while its page is under way, and goes on with the others', async () => {
    const [gone, other] = [thread(40, 20), thread(50, 3)]
    const archive = createArchive([], [gone, other])
    const world = createWorldOfKiku()
    const backfill = startProcess(archive, world)
    const push = world.observed.push.bind(world.observed)
    let seen: number | undefined
    world.observed.push = (...messages) => {
      if (world.observed.length === 4) {
        void backfill.cancel({ guild: GUILD, channel: gone.id }).then(() => {
          seen = world.observed.filter(({ thread: { id } }) => id.endsWith(gone.id)).length
        })
      }
      return push(...messages)
    }

    await backfill.start(ADDRESS, 30)
    const state = await untilEnded(backfill)

    expect(state).toMatchObject({ kind: 'done' })
    expect(world.observed.filter(({ thread: { id } }) => id.endsWith(gone.id))).toHaveLength(seen ?? -1)
    expect(seen).toBeLessThan(20)
    expect(world.observed.filter(({ thread: { id } }) => id.endsWith(other.id))).toHaveLength(3)
  })

  it('does not bring back what was deleted, nor the former words of what was edited', async () => {
    const archive = createArchive([post(1), post(2), post(3)])
    const world = createWorldOfKiku()
    const backfill = startProcess(archive, world)
    archive.onCall = () => {
      backfill.noteChange(hoursAgo(1), { kind: 'deleted' })
      backfill.noteChange(hoursAgo(2), { kind: 'edited', text: 'better' })
    }

    await backfill.start(ADDRESS, 1)
    await untilEnded(backfill)

    expect(world.observed.map(({ text }) => text)).toEqual(['said 3 hours ago', 'better'])
  })

  it('reads on further back when more days are asked for in the meantime', async () => {
    const archive = createArchive([post(1), post(30)])
    const world = createWorldOfKiku()
    const backfill = startProcess(archive, world)
    let widened: Promise<void> | undefined
    archive.onCall = ({ count }) => {
      if (count === 1) widened = backfill.start(ADDRESS, 7)
    }

    await backfill.start(ADDRESS, 1)
    await untilEnded(backfill)
    await widened

    expect(new Set(world.observed.map(({ id }) => id))).toEqual(new Set([hoursAgo(1), hoursAgo(30)]))
  })
})
