import { inflateSync } from 'node:zlib'
import { type Client, Events, GatewayIntentBits as Intents, Routes } from 'discord.js'
import { afterEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { createDiscordBench, INTENTS, login, post, restOf } from '../../fakes/discord/discord-bench.ts'
import { BOT_USER, CHANNELS, type DiscordServer, GUILDS, PEOPLE, ROLES } from '../../fakes/discord/discord-server.ts'

const { createClient, end, startPeer } = createDiscordBench()

afterEach(end)

const { alice, bob } = PEOPLE

/** Waits until the client has begun, or resumed, so many sessions in all. */
function watchGreetings(discord: DiscordServer, client: Client): (count: number) => Promise<unknown> {
  let count = 1
  client.on(Events.ShardResume, () => count++)
  client.on(Events.ShardReady, () => count++)
  return (wanted) => discord.waitFor(() => count === wanted, `greeting ${wanted}`)
}

describe('the gateway of the local Discord', () => {
  it('tells again what was missed after a drop, a request to reconnect and an invalid session', async () => {
    const discord = await startPeer()
    const client = createClient(discord)
    const heard: string[] = []
    // The library itself tells of no message twice.
    client.on(Events.Raw, ({ t, d }) => {
      if (t === 'MESSAGE_CREATE') heard.push(d.content)
    })
    await login(discord, client)
    const say = (text: string) => discord.say({ user: bob, channel: CHANNELS.general, text })
    const began = watchGreetings(discord, client)

    discord.dropSockets()
    say('while away')
    await began(2)
    discord.askToReconnect()
    say('in between')
    await began(3)
    await discord.waitFor(() => heard.length === 2, 'both messages')
    discord.repeatOnResume(1)
    discord.dropSockets(4000)
    await began(4)
    await discord.waitFor(() => heard.length === 3, 'one message again')

    expect(discord.greetings.map(({ kind }) => kind)).toEqual(['identify', 'resume', 'resume', 'resume'])
    expect(heard).toEqual(['while away', 'in between', 'in between'])
  })

  it('lets a session that was called invalid be resumed or begun anew', async () => {
    const discord = await startPeer()
    // Else the client waits five seconds between two identifications.
    const ws = { buildIdentifyThrottler: () => ({ waitForIdentify: async () => {} }) }
    const client = await login(discord, createClient(discord, { ws }))
    const began = watchGreetings(discord, client)

    discord.invalidateSessions({ isResumable: true })
    await began(2)
    discord.invalidateSessions()
    await began(3)

    expect(discord.greetings.map(({ kind }) => kind)).toEqual(['identify', 'resume', 'identify'])
    expect(client.guilds.cache.size).toBe(2)
  })

  it('turns away a wrong token and intents that the app does not have', async () => {
    const discord = await startPeer({ app: { messageContent: false } })
    const wrong = createClient(discord)

    await expect(wrong.login('not.the.token')).rejects.toMatchObject({ code: 'TokenInvalid' })
    await expect(login(discord, createClient(discord))).rejects.toThrow('Used disallowed intents')
  })

  it('empties the content of messages for whom it is not, but for direct messages, mentions and its own', async () => {
    const discord = await startPeer({ app: { messageContent: false } })
    const client = createClient(discord, { intents: INTENTS.filter((intent) => intent !== Intents.MessageContent) })
    const heard: string[] = []
    client.on(Events.MessageCreate, (message) => heard.push(message.content))
    await login(discord, client)

    const plain = discord.say({ user: alice, channel: CHANNELS.general, text: 'secret', files: [] })
    discord.say({ user: alice, channel: CHANNELS.general, text: `<@${BOT_USER}> named` })
    discord.say({ user: alice, text: 'direct' })
    await restOf(discord).post(...post(CHANNELS.general, { content: 'own' }))
    await discord.waitFor(() => heard.length === 4, 'four messages')
    const read = await restOf(discord).get(Routes.channelMessage(CHANNELS.general, plain.id))

    expect(heard).toEqual(['', `<@${BOT_USER}> named`, 'direct', 'own'])
    expect(read).toMatchObject({ content: '' })
  })

  it('shares servers among shards, and tells the first of direct messages', async () => {
    const discord = await startPeer({ shards: 2 })
    const heard: unknown[] = []
    const client = createClient(discord, { shards: 'auto' })
    client.on(Events.MessageCreate, ({ content, guild }) => heard.push([content, guild?.shardId]))

    await login(discord, client)
    discord.say({ user: alice, channel: CHANNELS.partnerGeneral, text: 'second' })
    discord.say({ user: alice, text: 'direct' })
    await discord.waitFor(() => heard.length === 2, 'both messages')

    expect(discord.greetings.map(({ shard, shards }) => `${shard}/${shards}`).sort()).toEqual(['0/2', '1/2'])
    expect(client.guilds.cache.get(GUILDS.office)?.shardId).toBe(0)
    expect(heard).toContainEqual(['second', 1])
  })

  it('tells of changes of the world, and of members only to whom identified for them', async () => {
    const discord = await startPeer()
    const plain = await login(discord, createClient(discord))
    const nosy = await login(discord, createClient(discord, { intents: [...INTENTS, Intents.GuildMembers] }))
    const left: string[] = []
    for (const [name, client] of [['plain', plain] as const, ['nosy', nosy] as const])
      client.on(Events.Raw, ({ t, d }) => {
        if (t === 'GUILD_MEMBER_REMOVE') left.push(`${name} ${d.user.id}`)
      })
    const gone = new Promise((resolve) => plain.once(Events.GuildDelete, resolve))
    const opened = new Promise((resolve) => plain.once(Events.ThreadListSync, resolve))

    discord.removeMember(GUILDS.office, bob)
    const hidden = discord.world.addThread({ parent: CHANNELS.hidden, owner: alice, name: 'behind' })
    discord.changeChannel(CHANNELS.hidden, { overwrites: [] })
    discord.deleteChannel(CHANNELS.voice)
    discord.changeRole(GUILDS.office, ROLES.board, { name: 'Directors' })
    discord.removeGuild(GUILDS.partner)
    await Promise.all([gone, opened])
    await discord.waitFor(() => left.length > 0, 'somebody who left')
    const office = plain.guilds.cache.get(GUILDS.office)

    expect(left).toEqual([`nosy ${bob}`])
    expect(office?.channels.cache.has(CHANNELS.voice)).toBe(false)
    expect(office?.channels.cache.has(hidden.id)).toBe(true)
    expect(office?.roles.cache.get(ROLES.board)?.name).toBe('Directors')
    expect(plain.guilds.cache.has(GUILDS.partner)).toBe(false)
  })

  it('speaks compressed to clients that ask for it', async () => {
    const discord = await startPeer()
    const socket = new WebSocket(`${discord.url.replace('http', 'ws')}/gateway?v=10&encoding=json&compress=zlib-stream`)
    const first = await new Promise<unknown>((resolve) => socket.once('message', resolve))
    socket.terminate()

    const bytes = Buffer.isBuffer(first) ? first : Buffer.alloc(0)

    expect([...bytes.subarray(-4)]).toEqual([0, 0, 255, 255])
    expect(inflateSync(bytes, { finishFlush: 2 }).toString()).toContain('heartbeat_interval')
  })
})
