import { afterEach, describe, expect, it } from 'vitest'
import { BOT_USER, CHANNELS, PEOPLE } from '../../../fakes/slack/slack-server.ts'
import { type Connected, type ConnectedOptions, createConnected, neverAborted, startConnected } from './connected.ts'

let open: Connected[] = []

afterEach(async () => {
  for (const connected of open) await connected.close()
  open = []
})

async function start(options: ConnectedOptions = {}): Promise<Connected> {
  const connected = await startConnected(options)
  open.push(connected)
  return connected
}

const question = (text = `<@${BOT_USER}> How much leave do I have?`) => ({
  user: PEOPLE.alice,
  channel: CHANNELS.general,
  text,
})

describe('a delivery over the socket', () => {
  it('is taken before Slack is told, and told of afterwards', async () => {
    const order: string[] = []
    let server: Connected['server'] | undefined
    const connected = await start({
      take: async ({ kind }) => {
        await new Promise((resolve) => setTimeout(resolve, 20))
        order.push(
          `took ${kind}, ${server?.deliveries.some(({ isAcknowledged }) => isAcknowledged) ? 'told' : 'not told'}`,
        )
        return 'kept'
      },
    })
    server = connected.server

    await server.say({ ...question(), twins: 'mention' })

    expect(order).toEqual(['took message, not told'])
    expect(connected.told).toMatchObject([
      { arrival: { kind: 'message', message: { text: 'How much leave do I have?', isMention: true } }, taken: 'kept' },
    ])
  })

  it('reaches the listeners of Bolt with what became of it', async () => {
    const connected = await start()
    const seen: unknown[] = []
    connected.connection.app.event('app_mention', async ({ context }) => {
      seen.push([context.taken, Reflect.get(Object(context.arrival), 'kind'), context.botUserId])
    })

    await connected.server.say({ ...question(), twins: 'mention' })
    await connected.server.waitFor(() => seen.length > 0, 'the listener is called')

    expect(seen).toEqual([['taken message', 'message', BOT_USER]])
    expect(connected.server.callsOf('auth.test')).toEqual([])
  })

  it('is not acknowledged when it cannot be taken, and comes again', async () => {
    let failures = 1
    const connected = await start({
      server: { ackTimeoutMs: 100, retryDelaysMs: [10] },
      take: async () => {
        if (failures-- > 0) throw new Error('disk full')
        return 'kept'
      },
    })

    const { deliveries } = await connected.server.say({ ...question(), twins: 'message' })

    expect(deliveries).toMatchObject([{ attempts: 2, isAcknowledged: true }])
    expect(connected.told).toHaveLength(1)
    expect(connected.log).toContainEqual({
      level: 'warn',
      event: 'slack-delivery-refused',
      fields: { code: 'internal' },
    })
  })

  it('is told of once, though its acknowledgement was lost with the connection', async () => {
    let server: Connected['server'] | undefined
    const connected = await start({
      server: { retryDelaysMs: [] },
      take: async () => {
        server?.killSockets()
        await new Promise((resolve) => setTimeout(resolve, 50))
        return 'kept'
      },
    })
    server = connected.server

    await server.say({ ...question(), twins: 'message' })
    await server.waitFor(() => connected.told.length > 0, 'the arrival is told of')

    expect(connected.told).toMatchObject([{ taken: 'kept' }])
  })

  it('is acknowledged and told to nobody when it does not concern Kiku', async () => {
    const connected = await start()

    const delivery = await connected.server.emit({ type: 'emoji_changed', subtype: 'add' })

    expect(delivery).toMatchObject({ isAcknowledged: true, attempts: 1 })
    expect([connected.taken, connected.told]).toEqual([[], []])
  })

  it('shows neither words nor tokens in the log', async () => {
    const connected = await start()
    connected.connection.app.event('app_mention', async () => {
      throw new Error('secret words of alice')
    })

    await connected.server.say(question('<@U0KIKU> secret words of alice'))
    await connected.server.waitFor(
      () => connected.log.some(({ event }) => event === 'slack-listener-failed'),
      'the failure is logged',
    )

    const log = JSON.stringify(connected.log)
    expect(log).not.toMatch(/secret words|xoxb|xapp/)
  })
})

describe('commands and clicks over the socket', () => {
  it('are answered by their listeners', async () => {
    const connected = await start()
    connected.connection.app.command('/kiku', async ({ ack, command }) => ack({ text: `heard ${command.text}` }))

    const { delivery } = await connected.server.command('ask 休暇は？', {
      user: PEOPLE.yuki,
      channel: CHANNELS.japanese,
    })

    expect(delivery).toMatchObject({ isAcknowledged: true, acknowledgement: { text: 'heard ask 休暇は？' } })
    expect(connected.taken).toEqual([])
  })

  it('are acknowledged when nobody listens, and not when a listener failed', async () => {
    const connected = await start({ server: { ackTimeoutMs: 150 } })
    connected.connection.app.command('/kiku', async () => {
      throw new Error('broken')
    })

    const click = await connected.server.deliver('interactive', {
      type: 'block_actions',
      actions: [{ action_id: 'link' }],
      user: { id: 'U1', team_id: 'T1' },
      team: { id: 'T1' },
    })
    const { delivery } = await connected.server.command('ask', { user: PEOPLE.alice, channel: CHANNELS.general })

    expect([click.isAcknowledged, delivery.isAcknowledged]).toEqual([true, false])
  })
})

describe('the connection', () => {
  it('opens another at once when Slack asks for it, and loses nothing meanwhile', async () => {
    const connected = await start()
    const { server } = connected

    server.askToReconnect()
    const said = await Promise.all([1, 2, 3].map((number) => server.say({ ...question(`question ${number}`) })))
    await server.waitFor(() => server.connections === 2 && server.openSockets === 1, 'a new socket is open')

    expect(said.flatMap(({ deliveries }) => deliveries).every(({ isAcknowledged }) => isAcknowledged)).toBe(true)
    expect(connected.connection.state()).toBe('connected')
    expect(new Set(connected.told.map(({ arrival }) => arrival.kind === 'message' && arrival.message.text)).size).toBe(
      3,
    )
  })

  it('comes back when it breaks, again and again', async () => {
    const connected = await start()
    const { server } = connected

    for (const round of [2, 3, 4]) {
      server.killSockets()
      await server.waitFor(() => server.connections === round && server.openSockets === 1, `socket ${round} is open`)
    }
    const { deliveries } = await server.say({ ...question(), twins: 'message' })

    expect(deliveries).toMatchObject([{ isAcknowledged: true }])
    expect(connected.log.filter(({ event }) => event === 'slack-connection-lost')).toHaveLength(3)
  })

  it('is looked for while Slack cannot be reached, without ending the process', async () => {
    const unhandled: unknown[] = []
    const note = (reason: unknown) => void unhandled.push(reason)
    process.on('unhandledRejection', note)
    const connected = await start()
    const { server } = connected
    server.faults.push({ method: 'apps.connections.open', drop: 'before', times: 1 })
    server.faults.push({ method: 'apps.connections.open', status: 500, times: 1 })

    server.killSockets()
    await server.waitFor(() => connected.connection.state() === 'connecting', 'the loss is noticed')
    await server.waitFor(() => server.connections === 2, 'a new socket is open')
    process.off('unhandledRejection', note)

    expect(unhandled).toEqual([])
    expect(
      connected.log.filter(({ event }) => event === 'slack-connection-failed').map(({ fields }) => fields.code),
    ).toEqual(['surface-unreachable', 'surface-unreachable'])
  })

  it('survives messages of Slack that make no sense', async () => {
    const connected = await start({ server: { ackTimeoutMs: 50, retryDelaysMs: [] } })

    for (const body of [{}, { event: null }, { type: 'event_callback' }])
      await connected.server.deliver('events_api', body)
    const { deliveries } = await connected.server.say({ ...question(), twins: 'message' })

    expect(deliveries).toMatchObject([{ isAcknowledged: true }])
    expect(connected.log.filter(({ event }) => event === 'slack-message-unreadable')).toHaveLength(3)
  })
})

describe('starting', () => {
  it('fails at once with a token that Slack does not take', async () => {
    const connected = await createConnected({ appToken: 'xapp-wrong' })
    open.push(connected)

    const started = connected.connection.start(neverAborted())

    await expect(started).rejects.toMatchObject({ code: 'surface-refused', details: { error: 'invalid_auth' } })
    expect(connected.server.openSockets).toBe(0)
  })

  it('waits for Slack until it is given up', async () => {
    const connected = await createConnected()
    open.push(connected)
    connected.server.faults.push({ method: 'apps.connections.open', status: 503, times: 1_000 })
    const controller = new AbortController()

    const started = connected.connection.start(controller.signal)
    await connected.server.waitFor(() => connected.server.callsOf('apps.connections.open').length >= 2, 'it asks twice')
    controller.abort(new Error('given up'))

    await expect(started).rejects.toThrow('given up')
    expect(connected.connection.state()).toBe('stopped')
  })

  it('ends when it is stopped meanwhile', async () => {
    const connected = await createConnected()
    open.push(connected)
    connected.server.faults.push({ method: 'apps.connections.open', delayMs: 5_000 })

    const started = connected.connection.start(neverAborted())
    const isEnded = expect(started).rejects.toMatchObject({ code: 'cancelled' })
    await connected.server.waitFor(() => connected.server.callsOf('apps.connections.open').length === 1, 'it asks')
    await connected.connection.stop()

    await isEnded
    expect(connected.server.connections).toBe(0)
  })
})

describe('stopping', () => {
  it('acknowledges what was taken, takes nothing more and closes', async () => {
    let goOn = () => {}
    const gateway = new Promise<void>((resolve) => {
      goOn = resolve
    })
    const connected = await start({
      server: { retryDelaysMs: [], ackTimeoutMs: 500 },
      take: () => gateway.then(() => 'kept'),
    })
    const { server, connection } = connected
    const first = server.say({ ...question(), twins: 'message' })
    await server.waitFor(() => server.deliveries.length === 1, 'the first is delivered')
    await new Promise((resolve) => setTimeout(resolve, 50))

    const stopped = connection.stop()
    const second = server.say({ ...question('too late'), twins: 'message' })
    setTimeout(goOn, 50)
    await stopped

    expect((await first).deliveries).toMatchObject([{ isAcknowledged: true }])
    expect((await second).deliveries).toMatchObject([{ isAcknowledged: false }])
    expect(connected.told).toHaveLength(1)
    await server.waitFor(() => server.openSockets === 0, 'the socket is closed')
    expect(connection.state()).toBe('stopped')
  })
})
