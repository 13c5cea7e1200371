import { describe, expect, it } from 'vitest'
import { createGatewayFacts } from '../../../../src/adapters/discord/directory/gateway-facts.ts'
import type { Arrival } from '../../../../src/adapters/discord/receive/arrival.ts'
import { createIntake } from '../../../../src/adapters/discord/receive/create-intake.ts'
import type { Telemetry, TelemetryFields } from '../../../../src/ports/telemetry.ts'
import { alice, direct, G, KIKU, message, office } from './packets.ts'

function createTested(options: { mostHeld?: number } = {}) {
  const log: { readonly event: string; readonly fields: TelemetryFields | undefined }[] = []
  const note = (event: string, fields?: TelemetryFields) => void log.push({ event, fields })
  const telemetry: Telemetry = { debug: note, info: note, warn: note, error: note }
  const facts = createGatewayFacts()
  const intake = createIntake({ identity: { user: KIKU }, facts, telemetry, ...options })
  const arrivals: Arrival[] = []
  intake.onArrival((arrival) => void arrivals.push(arrival))
  const dispatch = (type: string, data: unknown, shard = 0) => intake.take({ type, data, shard })
  const begin = (shard = 0) => dispatch('READY', { user: { id: KIKU }, guilds: [{ id: G }] }, shard)
  /** What was handed over so far, by kind, messages by their text. */
  const seen = async () => {
    await Promise.resolve()
    return arrivals.map((arrival) => (arrival.kind === 'message' ? arrival.message.text : arrival.kind))
  }
  const say = (content: string, id: string, shard = 0) => dispatch('MESSAGE_CREATE', message({ id, content }), shard)
  const started = () => {
    begin()
    dispatch('GUILD_CREATE', office)
    intake.open()
  }
  return { intake, facts, log, dispatch, begin, say, seen, started }
}

describe('the intake', () => {
  it('holds everything back until the servers are known, and keeps the order', async () => {
    const { intake, begin, dispatch, say, seen } = createTested()
    begin()
    begin(1)
    say('one', '1')
    dispatch('MESSAGE_DELETE', { id: '1', channel_id: '10', guild_id: G })
    say('two', '2')
    const before = await seen()

    intake.open()

    expect(before).toEqual([])
    expect(await seen()).toEqual(['session-began', 'one', 'deleted', 'two'])
  })

  it('lets commands pass, and no messages, while a connection comes to know its servers again', async () => {
    const { intake, begin, dispatch, say, seen, started } = createTested()
    started()
    begin()
    say('held', '1')
    say('of another connection', '2', 1)
    const command = {
      id: '3',
      type: 2,
      token: 't',
      guild_id: G,
      channel_id: '10',
      member: { user: alice },
      data: { name: 'ask' },
    }
    dispatch('INTERACTION_CREATE', command)
    const before = await seen()

    intake.settle(0)

    expect(before).toEqual(['session-began', 'of another connection', 'interaction'])
    expect(await seen()).toEqual([...before, 'session-began', 'held'])
  })

  it('hands over once what is told twice, but each edit', async () => {
    const { dispatch, say, seen, started } = createTested()
    started()
    say('one', '1')
    say('one', '1')
    for (const time of ['2026-11-21T07:00:00Z', '2026-11-21T07:00:00Z', '2026-11-21T07:00:01Z']) {
      dispatch('MESSAGE_UPDATE', message({ id: '1', edited_timestamp: time }))
    }

    expect(await seen()).toEqual(['session-began', 'one', 'edited', 'edited'])
  })

  it('reads what goes before it is forgotten, and hands it over after', async () => {
    const { intake, facts, dispatch, started } = createTested()
    const known: unknown[] = []
    intake.onArrival((arrival) => {
      if (arrival.kind === 'thread-lost') known.push(arrival.parentId, facts.findGuild(G)?.threads.has('20'))
    })
    started()
    dispatch('THREAD_DELETE', { id: '20', guild_id: G })
    await Promise.resolve()

    expect(known).toEqual(['10', false])
  })

  it('goes on when somebody who is told fails', async () => {
    const { intake, say, seen, started, log } = createTested()
    intake.onArrival(() => {
      throw new Error('what people said')
    })
    started()
    say('one', '1')

    expect(await seen()).toEqual(['session-began', 'one'])
    expect(log).toContainEqual({ event: 'discord-arrival-failed', fields: { kind: 'message', code: 'internal' } })
    expect(JSON.stringify(log)).not.toContain('what people said')
  })

  it('hands nothing over once it is paused, not even what it had', async () => {
    const { intake, facts, dispatch, say, seen, started } = createTested()
    started()
    await seen()
    say('one', '1')
    intake.pause()
    say('two', '2')
    dispatch('MESSAGE_CREATE', direct({ id: '3' }))

    expect(await seen()).toEqual(['session-began'])
    expect(facts.findRecipient('90')).toBe(alice.id)
  })

  it('holds no more than it can bear, and says so', async () => {
    const { intake, begin, say, seen, log } = createTested({ mostHeld: 2 })
    begin()
    for (const id of ['1', '2', '3', '4']) say(id, id)

    intake.open()

    expect(await seen()).toEqual(['session-began', '1', '2'])
    expect(log.filter(({ event }) => event === 'discord-arrivals-dropped')).toHaveLength(1)
  })
})
