import { GatewayIntentBits as Intents } from 'discord.js'
import { afterEach, describe, expect, it } from 'vitest'
import { createDiscordApi } from '../../../../src/adapters/discord/api/create-discord-api.ts'
import { createDirectory } from '../../../../src/adapters/discord/directory/create-directory.ts'
import type { KikuError } from '../../../../src/domain/errors.ts'
import { systemClock } from '../../../../src/ports/clock.ts'
import { silentTelemetry } from '../../../../src/ports/telemetry.ts'
import { BOT_USER, CHANNELS, GUILDS, PEOPLE } from '../../../fakes/discord/discord-server.ts'
import { type Connected, type ConnectedOptions, createConnected, never } from './connected.ts'

const { alice, bob } = PEOPLE
const running: Connected[] = []

afterEach(async () => {
  for (const connected of running.splice(0)) await connected.close()
})

async function connect(options: ConnectedOptions = {}): Promise<Connected> {
  const connected = await createConnected(options)
  running.push(connected)
  return connected
}

async function start(options: ConnectedOptions = {}): Promise<Connected> {
  const connected = await connect(options)
  await connected.connection.start(never)
  return connected
}

const failure = (work: Promise<void>): Promise<unknown> =>
  work.then(
    () => 'it did not fail',
    (thrown: unknown) => thrown,
  )

describe('starting', () => {
  it('tells who Kiku is, that a session began, and what people write', async () => {
    const { discord, connection, arrived, arrivals } = await start()

    discord.say({ user: alice, channel: CHANNELS.general, text: `<@${BOT_USER}> hello` })
    await arrived(2)

    expect(arrivals).toEqual([
      { kind: 'session-began' },
      { kind: 'message', message: expect.objectContaining({ text: 'hello', isMention: true, guild: GUILDS.office }) },
    ])
    expect(connection.identity).toMatchObject({ applicationId: BOT_USER, user: BOT_USER, name: 'Kiku' })
  })

  it('asks for the Message Content intent only where the application has it, and for no other of its kind', async () => {
    const withIt = await start()
    const without = await start({ server: { app: { messageContent: false } } })

    const asked = (connected: Connected) => connected.discord.greetings.map(({ intents }) => intents)
    const usual =
      Intents.Guilds |
      Intents.GuildMessages |
      Intents.GuildMessageReactions |
      Intents.DirectMessages |
      Intents.DirectMessageReactions
    expect(asked(withIt)).toEqual([usual | Intents.MessageContent])
    expect(asked(without)).toEqual([usual])
    expect(withIt.connection.identity.hasMessageContent).toBe(true)
    expect(without.connection.identity.hasMessageContent).toBe(false)
  })

  it('goes on without the intent when the gateway refuses it all the same', async () => {
    const { discord, connection, log } = await connect({
      createApi: (rest, server) => {
        const api = createDiscordApi({ rest, clock: systemClock, telemetry: silentTelemetry })
        return {
          async call(request) {
            const answer = await api.call(request)
            // Switched off between the question and the connection.
            if (request.route === '/applications/@me') server.app.messageContent = false
            return answer
          },
        }
      },
    })

    await connection.start(never)

    expect(connection.identity.hasMessageContent).toBe(false)
    expect(discord.openSockets).toBe(1)
    expect(log.map(({ event }) => event)).toContain('discord-message-content-refused')
  })

  it('says what to do about a wrong token', async () => {
    const { connection, log } = await connect({ surface: { token: 'wrong.token.altogether' } })

    const thrown = await failure(connection.start(never))

    expect(thrown).toMatchObject({ code: 'surface-refused', remedy: expect.stringContaining('DISCORD_TOKEN') })
    expect(JSON.stringify([thrown, log])).not.toContain('wrong.token')
  })

  it('does not wait for servers that have an outage', async () => {
    const { discord, connection } = await connect({ guildWaitMs: 50 })
    discord.setGuildAvailable(GUILDS.partner, false)

    await connection.start(never)

    expect(connection.facts.findGuild(GUILDS.partner)).toBeUndefined()
    expect([...connection.facts.listGuilds()].sort()).toEqual([GUILDS.office, GUILDS.partner].sort())
  })

  it('serves the servers by as many connections as it is told', async () => {
    const { discord, connection, arrivals, arrived } = await start({ surface: { shards: 2 } })

    discord.say({ user: alice, channel: CHANNELS.general, text: 'office' })
    discord.say({ user: alice, channel: CHANNELS.partnerGeneral, text: 'partner' })
    await arrived(3)

    expect(discord.greetings.map(({ shard, shards }) => `${shard}/${shards}`).sort()).toEqual(['0/2', '1/2'])
    expect(arrivals.map(({ kind }) => kind)).toEqual(['session-began', 'message', 'message'])
    expect(connection.facts.listGuilds()).toHaveLength(2)
  })

  it('fails where the gateway cannot be opened, and leaves nothing that connects later', async () => {
    const { discord, connection } = await connect()
    discord.setGatewayOutage(true)
    const thrown = await failure(connection.start(never))
    discord.setGatewayOutage(false)

    await connection.start(never)
    // Longer than discord.js waits before it connects once more.
    await new Promise((resolve) => setTimeout(resolve, 600))

    expect(thrown).toMatchObject({ code: 'surface-unreachable', retryable: true })
    expect(discord.openSockets).toBe(1)
    expect(discord.greetings).toHaveLength(1)
  })

  it('ends with the reason of the signal', async () => {
    const { discord, connection } = await connect({ guildWaitMs: 60_000 })
    discord.setGuildAvailable(GUILDS.partner, false)
    const stopping = new AbortController()
    const starting = failure(connection.start(stopping.signal))
    await discord.waitFor(() => discord.greetings.length === 1, 'the gateway to be greeted')

    stopping.abort(new Error('enough'))

    expect(await starting).toEqual(new Error('enough'))
    await discord.waitFor(() => discord.openSockets === 0, 'the socket to be closed')
  })

  it('gives up when nothing goes on any more', async () => {
    const { discord, connection } = await connect({ guildWaitMs: 60_000, stallMs: 100 })
    discord.setGuildAvailable(GUILDS.partner, false)

    expect(await failure(connection.start(never))).toMatchObject({ code: 'surface-unreachable', retryable: true })
  })
})

describe('while it is connected', () => {
  it('hands nothing over twice that the gateway tells again', async () => {
    const { discord, arrived, arrivals, of } = await start()
    discord.say({ user: alice, channel: CHANNELS.general, text: 'one' })
    discord.say({ user: alice, channel: CHANNELS.general, text: 'two' })
    await arrived(3)

    discord.repeatOnResume(2)
    discord.dropSockets()
    discord.say({ user: alice, channel: CHANNELS.general, text: 'three' })
    await arrived(4)
    discord.tellAgain('MESSAGE_CREATE', 3)
    discord.say({ user: alice, channel: CHANNELS.general, text: 'four' })
    await arrived(5)

    expect(discord.greetings.at(-1)).toMatchObject({ kind: 'resume', replayed: 3 })
    expect(of('message').map(({ message }) => message.text)).toEqual(['one', 'two', 'three', 'four'])
    expect(arrivals.filter(({ kind }) => kind === 'session-began')).toHaveLength(1)
  })

  // Discord lets sessions begin five seconds apart, and discord.js keeps to that.
  it('tells of a new session once its servers are known, and before what happens in it', async () => {
    const { discord, connection, arrivals, arrived } = await connect()
    const directory = createDirectory({ facts: connection.facts, api: connection.api, clock: systemClock })
    const known: unknown[] = []
    connection.onArrival(({ kind }) => {
      if (kind !== 'session-began') return
      known.push([directory.listGuilds().length, directory.listReadableChannels(GUILDS.office).length > 3])
    })
    await connection.start(never)

    discord.setGatewayOutage(true)
    discord.dropSockets()
    discord.removeGuild(GUILDS.partner)
    discord.forgetSessions()
    discord.setGatewayOutage(false)
    await discord.waitFor(() => discord.greetings.length === 2, 'a new session')
    discord.say({ user: alice, channel: CHANNELS.general, text: 'after it' })
    await arrived(3)

    expect(arrivals.map(({ kind }) => kind)).toEqual(['session-began', 'session-began', 'message'])
    expect(known).toEqual([
      [2, true],
      [1, true],
    ])
  })

  it('says when Discord closes the gateway for good, and can be started again', async () => {
    const lost: KikuError[] = []
    const { discord, connection, log, arrived } = await start({ onLost: (error) => void lost.push(error) })

    discord.dropSockets(4004)
    await discord.waitFor(() => lost.length > 0, 'the loss to be told')
    await connection.start(never)
    discord.say({ user: alice, channel: CHANNELS.general, text: 'again' })
    await arrived(3)

    expect(lost).toEqual([expect.objectContaining({ code: 'surface-refused', details: { error: 4004 } })])
    expect(log).toContainEqual({ level: 'error', event: 'discord-gateway-closed', fields: { shard: 0, code: 4004 } })
  })

  it('hands nothing over once it is paused, while REST goes on', async () => {
    const { discord, connection, arrivals } = await start()

    connection.pause()
    discord.addChannel({ guildId: GUILDS.office, name: 'new' })
    discord.say({ user: bob, channel: CHANNELS.general, text: 'too late' })
    await discord.waitFor(
      () =>
        [...(connection.facts.findGuild(GUILDS.office)?.channels.values() ?? [])].some(({ name }) => name === 'new'),
      'the channel to be known',
    )

    expect(arrivals.map(({ kind }) => kind)).toEqual(['session-began'])
    const directory = createDirectory({ facts: connection.facts, api: connection.api, clock: systemClock })
    expect(await directory.findChannel(CHANNELS.aliceDirect, 'dm', never)).toMatchObject({ kind: 'direct' })
  })

  it('does not come back after it was stopped in the middle of coming back', async () => {
    const { discord, connection } = await start()
    discord.dropSockets()
    await discord.waitFor(() => discord.openSockets === 0, 'the socket to be closed')

    await connection.stop()
    // Longer than discord.js waits before it connects once more.
    await new Promise((resolve) => setTimeout(resolve, 700))

    expect(discord.openSockets).toBe(0)
    expect(discord.greetings).toHaveLength(1)
  })

  it('writes down no word of people and no token', async () => {
    const { discord, arrived, log } = await start()

    discord.say({ user: alice, channel: CHANNELS.general, text: 'a secret of ours' })
    await arrived(2)
    discord.dropSockets(4000)
    await discord.waitFor(() => log.some(({ event }) => event === 'discord-resumed'), 'the session to be resumed')

    expect(JSON.stringify(log)).not.toContain('secret')
    expect(JSON.stringify(log)).not.toContain(discord.token)
  })
})
