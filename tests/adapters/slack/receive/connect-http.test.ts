import http from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { BOT_USER, CHANNELS, PEOPLE } from '../../../fakes/slack/slack-server.ts'
import { type Connected, type ConnectedOptions, createConnected, neverAborted, startConnected } from './connected.ts'

let open: Connected[] = []

afterEach(async () => {
  for (const connected of open) await connected.close()
  open = []
})

async function start(options: ConnectedOptions = {}): Promise<Connected> {
  const connected = await startConnected({ transport: 'http', ...options })
  open.push(connected)
  return connected
}

const question = {
  user: PEOPLE.alice,
  channel: CHANNELS.general,
  text: `<@${BOT_USER}> 休暇は？`,
  twins: 'message',
} as const

describe('a delivery over HTTP', () => {
  it('is taken, acknowledged and told of', async () => {
    const connected = await start()

    const { deliveries } = await connected.server.say(question)

    expect(deliveries).toMatchObject([{ statuses: [200] }])
    expect(connected.told).toMatchObject([{ arrival: { message: { text: '休暇は？' } }, taken: 'taken message' }])
    expect(connected.connection.state()).toBe('connected')
    expect(connected.connection.address()).toMatchObject({ host: '127.0.0.1', port: expect.any(Number) })
  })

  it('is refused with 503 when it cannot be taken, and comes again', async () => {
    let failures = 2
    const connected = await start({
      server: { retryDelaysMs: [5, 5] },
      take: async () => {
        if (failures-- > 0) throw new Error('disk full')
        return 'kept'
      },
    })

    const { deliveries } = await connected.server.say(question)

    expect(deliveries).toMatchObject([{ statuses: [503, 503, 200] }])
    expect(connected.told).toHaveLength(1)
  })

  it('is refused when its signature is wrong or old, and the log says so once', async () => {
    const connected = await start({ server: { retryDelaysMs: [] } })

    const forged = await connected.server.emit({ type: 'app_uninstalled' }, { signWith: 'another secret' })
    const old = await connected.server.emit({ type: 'app_uninstalled' }, { ageSeconds: 400 })

    expect([forged.statuses, old.statuses]).toEqual([[401], [401]])
    expect(connected.taken).toEqual([])
    const said = connected.log.filter(({ event }) => event === 'slack-request-refused')
    expect(said).toEqual([{ level: 'warn', event: 'slack-request-refused', fields: { status: 401, count: 1 } }])
  })

  it('answers commands with what their listeners say', async () => {
    const connected = await start()
    connected.connection.app.command('/kiku', async ({ ack, command }) => ack({ text: `heard ${command.text}` }))

    const { delivery } = await connected.server.command('help', { user: PEOPLE.alice, channel: CHANNELS.general })

    expect(delivery).toMatchObject({ acknowledgement: { text: 'heard help' } })
  })

  it('acknowledges what Bolt does not know', async () => {
    const connected = await start()

    const limited = await connected.server.deliver('events_api', { type: 'app_rate_limited', team_id: 'T1' })
    const odd = await connected.server.deliver('events_api', { type: 'event_callback', event: null })

    expect([limited.statuses, odd.statuses]).toEqual([[200], [200]])
    expect(connected.log).toContainEqual({ level: 'warn', event: 'slack-deliveries-limited', fields: {} })
  })
})

describe('the server', () => {
  it('answers the check of its address, and nothing on other paths', async () => {
    const connected = await start()
    const { port } = connected.connection.address() ?? { port: 0 }

    const check = await connected.server.deliver('events_api', { type: 'url_verification', challenge: 'abc' })
    const elsewhere = await request(port, '/other', '{}')

    expect(check).toMatchObject({ statuses: [200], acknowledgement: { challenge: 'abc' } })
    expect(elsewhere).toBe(404)
  })

  it('reads no more of a request than Slack would send', async () => {
    const connected = await start()
    const { port } = connected.connection.address() ?? { port: 0 }

    const status = await request(port, '/slack/events', 'x'.repeat(3 * 1024 * 1024))

    expect(status).toBe(413)
  })

  it('says which port is taken', async () => {
    const first = await start()
    const { port } = first.connection.address() ?? { port: 0 }
    const second = await createConnected({ transport: 'http', port })
    open.push(second)

    await expect(second.connection.start(neverAborted())).rejects.toMatchObject({
      code: 'config-invalid',
      details: { port, code: 'EADDRINUSE' },
    })
  })

  it('stops with connections that are kept open', async () => {
    const connected = await start()
    const { port } = connected.connection.address() ?? { port: 0 }
    const agent = new http.Agent({ keepAlive: true })
    await request(port, '/other', '{}', agent)

    await connected.connection.stop()

    await expect(request(port, '/other', '{}', agent)).rejects.toThrow()
    expect(connected.connection.address()).toBeUndefined()
    agent.destroy()
  })
})

function request(port: number, path: string, body: string, agent?: http.Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    const options = {
      host: '127.0.0.1',
      port,
      path,
      method: 'POST',
      ...(agent === undefined ? { agent: false } : { agent }),
    }
    const sent = http.request(options, (response) => {
      response.resume()
      response.on('end', () => resolve(response.statusCode ?? 0))
    })
    sent.on('error', reject)
    sent.end(body)
  })
}
