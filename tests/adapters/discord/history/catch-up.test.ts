import { describe, expect, it } from 'vitest'
import type { DiscordRequest } from '../../../../src/adapters/discord/api/discord-api.ts'
import type { DiscordChannel } from '../../../../src/adapters/discord/directory/directory.ts'
import { idAt } from '../../../../src/adapters/discord/discord-ids.ts'
import { type CatchUp, createCatchUp } from '../../../../src/adapters/discord/history/create-catch-up.ts'
import { createMemoryStore } from '../../../../src/adapters/memory/memory-store.ts'
import { KIKU, type LogLine, refusal, telemetryOf } from './archive.ts'

const NOW = Date.UTC(2026, 7, 20, 9)
const SECOND = 1_000
const MINUTE = 60 * SECOND
const GENERAL = '1300000000000000202'
const HIDDEN = '1300000000000000203'
const FORUM = '1300000000000000204'
const THREAD = '1300000000000000205'
const DIRECT_CHANNEL = '1300000000000000206'
const OWN_ROLE = '1300000000000000301'
const GUILD = '1300000000000000101'

const ago = (ms: number): string => idAt(NOW - ms)

interface Place {
  readonly id: string
  readonly messages: readonly string[]
}

/** A Discord with one server; Kiku does not see `hidden`. */
function createWorld() {
  const { settings } = createMemoryStore()
  const world = {
    settings,
    now: NOW,
    elapsed: 0,
    guilds: [GUILD],
    channels: [{ id: GENERAL, messages: [] }] as Place[],
    threads: [] as Place[],
    roles: [] as string[],
    direct: [] as Place[],
    calls: [] as string[],
    log: [] as LogLine[],
    pauses: 0,
    /** What it throws is the answer. */
    onCall: (_route: string) => {},
  }
  const last = ({ messages }: Place) => messages.at(-1) ?? null
  const answer = (route: string, query: URLSearchParams): unknown => {
    if (route.endsWith('/channels')) {
      return world.channels.map((place) => ({ id: place.id, type: 0, last_message_id: last(place) }))
    }
    if (route.endsWith('/threads/active')) {
      const thread = (place: Place) => ({ id: place.id, type: 11, parent_id: GENERAL, last_message_id: last(place) })
      return { threads: world.threads.map(thread) }
    }
    const [, id] = /^\/channels\/(\d+)\/messages$/.exec(route) ?? []
    const place = [...world.channels, ...world.threads, ...world.direct].find((one) => one.id === id)
    if (place === undefined) throw new Error(`The world knows no ${route}.`)
    const after = BigInt(query.get('after') ?? 0)
    return place.messages
      .filter((message) => BigInt(message) > after)
      .slice(0, Number(query.get('limit')))
      .map((message) => ({
        id: message,
        type: 0,
        content: `said ${message}`,
        author: { id: '7', username: 'aki' },
        mentions: [],
        mention_roles: world.roles,
        attachments: [],
      }))
  }
  const api = {
    async call<Result>({ route, query, schema, signal }: DiscordRequest<Result>) {
      signal.throwIfAborted()
      world.calls.push(route)
      world.onCall(route)
      return schema.parse(answer(route, query ?? new URLSearchParams()))
    },
  }
  const channel = (id: string, kind: DiscordChannel['kind']): DiscordChannel => ({ id, guild: GUILD, name: id, kind })
  const startProcess = (): CatchUp =>
    createCatchUp({
      api,
      settings,
      directory: {
        listGuilds: () => world.guilds,
        listReadableChannels: () => [
          channel(FORUM, 'forum'),
          ...world.channels.filter(({ id }) => id !== HIDDEN && id !== FORUM).map(({ id }) => channel(id, 'text')),
        ],
      },
      identity: { applicationId: KIKU, user: KIKU, name: 'kiku', hasMessageContent: true },
      names: { role: () => undefined, channel: () => undefined, isOwnRole: (_guild, role) => role === OWN_ROLE },
      clock: { now: () => world.now, elapsed: () => world.elapsed },
      telemetry: telemetryOf(world),
      pause: async (_ms, signal) => {
        signal.throwIfAborted()
        world.pauses += 1
      },
    })
  return { ...{ world, startProcess }, seen: () => settings.get('discord:seen') }
}

async function collect(catchUp: CatchUp, signal = new AbortController().signal): Promise<readonly string[]> {
  const ids: string[] = []
  for await (const { id } of catchUp.catchUp(signal)) ids.push(id)
  return ids
}

describe('catching up after a restart', () => {
  it('finds what was written since the last message seen, in channels, threads and direct messages', async () => {
    const { world, startProcess, seen } = createWorld()
    const first = startProcess()
    world.now = NOW - 20 * MINUTE
    await collect(first)
    first.note(ago(10 * MINUTE))
    await first.stop()
    world.now = NOW
    world.channels = [{ id: GENERAL, messages: [ago(12 * MINUTE), ago(5 * MINUTE), ago(4 * MINUTE)] }]
    world.threads = [{ id: THREAD, messages: [ago(3 * MINUTE)] }]
    world.direct = [{ id: DIRECT_CHANNEL, messages: [ago(20 * MINUTE), ago(2 * MINUTE)] }]
    const lastDirect = JSON.stringify({ root: '1', last: ago(20 * MINUTE) })
    await world.settings.set(`discord:dm:${DIRECT_CHANNEL}`, lastDirect)
    const kept = await seen()

    const found: { readonly id: string; readonly guild: string; readonly isDirect: boolean }[] = []
    for await (const { id, guild, isDirect } of startProcess().catchUp(new AbortController().signal)) {
      found.push({ id, guild, isDirect })
    }

    expect(kept).toBe(ago(10 * MINUTE))
    expect(found).toEqual([
      { id: ago(3 * MINUTE), guild: GUILD, isDirect: false },
      { id: ago(5 * MINUTE), guild: GUILD, isDirect: false },
      { id: ago(4 * MINUTE), guild: GUILD, isDirect: false },
      { id: ago(2 * MINUTE), guild: 'dm', isDirect: true },
    ])
  })

  it('finds nothing at the very first start, and from then on even where nothing was seen', async () => {
    const { world, startProcess } = createWorld()
    world.channels = [{ id: GENERAL, messages: [ago(5 * MINUTE)] }]
    const first = startProcess()
    const atFirst = await collect(first)
    await first.stop()
    world.now = NOW + 5 * MINUTE
    world.channels = [{ id: GENERAL, messages: [ago(5 * MINUTE), idAt(NOW + MINUTE)] }]

    const later = await collect(startProcess())

    expect(atFirst).toEqual([])
    expect(later).toEqual([idAt(NOW + MINUTE)])
  })

  it('goes back 15 minutes at most', async () => {
    const { world, startProcess } = createWorld()
    await world.settings.set('discord:seen', ago(600 * MINUTE))
    world.channels = [{ id: GENERAL, messages: [ago(16 * MINUTE), ago(14 * MINUTE)] }]

    expect(await collect(startProcess())).toEqual([ago(14 * MINUTE)])
  })

  it('looks only into channels that Kiku may read and that have something new', async () => {
    const { world, startProcess } = createWorld()
    await world.settings.set('discord:seen', ago(10 * MINUTE))
    world.channels = [
      { id: GENERAL, messages: [ago(11 * MINUTE)] },
      { id: HIDDEN, messages: [ago(MINUTE)] },
      { id: FORUM, messages: [ago(MINUTE)] },
    ]

    const found = await collect(startProcess())

    expect(found).toEqual([])
    expect(world.calls).toEqual([`/guilds/${GUILD}/channels`, `/guilds/${GUILD}/threads/active`])
  })

  it('finds what came right after the very first start, even where nothing was told before Kiku was gone', async () => {
    const { world, startProcess } = createWorld()
    await startProcess().begin()
    world.now = NOW + 5 * MINUTE
    world.channels = [{ id: GENERAL, messages: [ago(5 * MINUTE), idAt(NOW + SECOND)] }]
    const next = startProcess()

    await next.begin()

    expect(await collect(next)).toEqual([idAt(NOW + SECOND)])
  })

  it('takes the newest 200 places, and 500 messages of each', async () => {
    const { world, startProcess } = createWorld()
    await world.settings.set('discord:seen', ago(10 * MINUTE))
    world.channels = Array.from({ length: 230 }, (_, index) => ({
      id: String(BigInt(GENERAL) + 100n * BigInt(index)),
      messages: [ago(9 * MINUTE - index * SECOND)],
    }))
    world.threads = [{ id: THREAD, messages: Array.from({ length: 620 }, (_, index) => ago(MINUTE - index)) }]

    const found = await collect(startProcess())

    expect(found).toHaveLength(500 + 199)
    expect(found[0]).toBe(ago(MINUTE))
    expect(world.log.map(({ event }) => event)).toContain('discord-catch-up-cut')
    expect(world.pauses).toBe(1 + 200 + 4)
  })

  it('knows Kiku by its role, too', async () => {
    const { world, startProcess } = createWorld()
    await world.settings.set('discord:seen', ago(10 * MINUTE))
    world.channels = [{ id: GENERAL, messages: [ago(MINUTE)] }]
    world.roles = [OWN_ROLE]

    const mentions: boolean[] = []
    for await (const { isMention } of startProcess().catchUp(new AbortController().signal)) mentions.push(isMention)

    expect(mentions).toEqual([true])
  })

  it('leaves out what cannot be read', async () => {
    const { world, startProcess } = createWorld()
    await world.settings.set('discord:seen', ago(10 * MINUTE))
    world.guilds = ['1300000000000000199', GUILD]
    world.channels = [{ id: GENERAL, messages: [ago(MINUTE)] }]
    world.threads = [{ id: THREAD, messages: [ago(2 * MINUTE)] }]
    world.onCall = (route) => {
      if (route.includes('199') || route.includes(GENERAL)) throw refusal(50_001)
    }

    expect(await collect(startProcess())).toEqual([ago(2 * MINUTE)])
  })
})

describe('catching up after a lost session', () => {
  it('begins at the last message of the session before', async () => {
    const { world, startProcess } = createWorld()
    const catchUp = startProcess()
    world.now = NOW - 20 * MINUTE
    await collect(catchUp)
    world.now = NOW
    catchUp.note(ago(4 * MINUTE))
    catchUp.note(ago(5 * MINUTE))
    world.channels = [{ id: GENERAL, messages: [ago(5 * MINUTE), ago(4 * MINUTE), ago(MINUTE)] }]

    const reading = catchUp.catchUp(new AbortController().signal)
    // The new session tells of this one already.
    catchUp.note(ago(MINUTE))
    const found: string[] = []
    for await (const { id } of reading) found.push(id)

    // The last one seen comes again: others may have come out of order.
    expect(found).toEqual([ago(4 * MINUTE), ago(MINUTE)])
  })

  it('begins for each connection where that one was told something last', async () => {
    const { world, startProcess } = createWorld()
    const catchUp = startProcess()
    world.now = NOW - 20 * MINUTE
    await collect(catchUp)
    world.now = NOW
    catchUp.note(ago(9 * MINUTE), 1)
    catchUp.note(ago(SECOND), 0)
    world.channels = [{ id: GENERAL, messages: [ago(10 * MINUTE), ago(8 * MINUTE)] }]
    const { signal } = new AbortController()
    const found: string[][] = []

    for (const shard of [0, 1, undefined]) {
      const ids: string[] = []
      for await (const { id } of catchUp.catchUp(signal, shard)) ids.push(id)
      found.push(ids)
    }

    expect(found).toEqual([[], [ago(8 * MINUTE)], [ago(8 * MINUTE)]])
  })

  it('does not lose a gap that could not be closed', async () => {
    const { world, startProcess, seen } = createWorld()
    await world.settings.set('discord:seen', ago(10 * MINUTE))
    world.channels = [{ id: GENERAL, messages: [ago(9 * MINUTE)] }]
    const ending = new AbortController()
    const first = startProcess()
    world.onCall = () => ending.abort(new Error('enough'))

    const failed = collect(first, ending.signal)

    await expect(failed).rejects.toThrow('enough')
    world.onCall = () => {}
    first.note(ago(MINUTE))
    world.elapsed += MINUTE
    first.note(ago(SECOND))
    await first.stop()
    expect(await seen()).toBe(ago(10 * MINUTE))
    expect(await collect(startProcess())).toEqual([ago(9 * MINUTE)])
  })

  it('writes at most every few seconds, and at the end', async () => {
    const { world, startProcess, seen } = createWorld()
    const written: string[] = []
    const { set } = world.settings
    Object.assign(world.settings, {
      set: (name: string, value: string) => {
        written.push(value)
        return set(name, value)
      },
    })
    const catchUp = startProcess()
    await collect(catchUp)
    const before = written.length

    for (let second = 0; second < 12; second += 1) {
      world.elapsed += SECOND
      catchUp.note(ago(MINUTE - second))
    }
    catchUp.note('no id')
    await catchUp.stop()

    expect(written.length - before).toBe(3)
    expect(await seen()).toBe(ago(MINUTE - 11))
  })

  it('goes on where the settings fail', async () => {
    const { world, startProcess } = createWorld()
    const fail = () => Promise.reject(new Error('The disk is gone.'))
    Object.assign(world.settings, { set: fail })
    const catchUp = startProcess()

    await collect(catchUp)
    await catchUp.stop()

    expect(world.log.map(({ event }) => event)).toContain('discord-seen-not-kept')
  })
})
