import { ChannelType, MessageFlags, REST, Routes, TextDisplayBuilder } from 'discord.js'
import { afterEach, describe, expect, it } from 'vitest'
import { createDiscordBench, post, refusalOf, registerCommands, restOf } from '../../fakes/discord/discord-bench.ts'
import { BOT_USER, CHANNELS, GUILDS, PEOPLE } from '../../fakes/discord/discord-server.ts'

const { end, startPeer } = createDiscordBench()

afterEach(end)

const { alice, bob, yuki } = PEOPLE

describe('REST of the local Discord', () => {
  it('refuses what the bot may not, by channel', async () => {
    const discord = await startPeer()
    const rest = restOf(discord)
    const say = (channel: string, body: unknown = { content: 'x' }) => refusalOf(rest.post(...post(channel, body)))
    discord.world.user(bob).acceptsDirectMessages = false
    const past = discord.say({ user: alice, channel: CHANNELS.noHistory, text: 'past' })
    const theirs = discord.say({ user: alice, channel: CHANNELS.general, text: 'theirs' })
    const direct = discord.world.directMessage(bob).id

    expect(await say(CHANNELS.hidden)).toBe(50001)
    expect(await say(CHANNELS.readOnly)).toBe(50013)
    expect(await say(CHANNELS.foreignGeneral)).toBe(50001)
    expect(await say('1')).toBe(10003)
    expect(await say(CHANNELS.forum)).toBe(40058)
    expect(await say(direct)).toBe(50007)
    expect(await say(CHANNELS.noHistory, { content: 'x', message_reference: { message_id: past.id } })).toBe(160002)
    expect(await rest.get(Routes.channelMessages(CHANNELS.noHistory))).toEqual([])
    expect(await refusalOf(rest.get(Routes.guild(GUILDS.foreign)))).toBe(50001)
    const edit = rest.patch(Routes.channelMessage(CHANNELS.general, theirs.id), { body: { content: 'mine' } })
    expect(await refusalOf(edit)).toBe(50005)
    expect(await refusalOf(rest.delete(Routes.channelMessage(CHANNELS.general, theirs.id)))).toBe(50013)
  })

  it('refuses bodies that break its limits', async () => {
    const discord = await startPeer()
    const rest = restOf(discord)
    const say = (body: unknown) => refusalOf(rest.post(...post(CHANNELS.general, body)))
    const v2 = MessageFlags.IsComponentsV2
    const text = new TextDisplayBuilder().setContent('あ'.repeat(4_000)).toJSON()
    const link = { type: 2, style: 2, custom_id: 'a', label: 'x' }

    expect(await say({ content: 'x'.repeat(2_001) })).toBe(50035)
    expect(await say({ content: '' })).toBe(50006)
    expect(await say({ content: 'x', flags: v2, components: [text] })).toBe(50035)
    expect(await say({ flags: v2, components: [text, { type: 10, content: 'x' }] })).toBe(50035)
    expect(await say({ components: [text] })).toBe(50035)
    expect(await say({ content: 'x', components: [{ type: 1, components: [link, link] }] })).toBe(50035)
    expect(await say({ content: 'x', embeds: [{ description: 'x'.repeat(4_097) }] })).toBe(50035)
    expect(await say({ content: 'x', message_reference: { message_id: '1' } })).toBe(50035)
    const fine = await rest.post(...post(CHANNELS.general, { flags: v2, components: [text] }))
    const id = String(Object(fine).id)
    const edit = (body: unknown) => refusalOf(rest.patch(Routes.channelMessage(CHANNELS.general, id), { body }))
    expect(await edit({ content: 'back', flags: 0 })).toBe(50035)
  })

  it('sends a nonce once, opens threads once, and pages through messages', async () => {
    const discord = await startPeer()
    const rest = restOf(discord)
    const send = (nonce: string) => rest.post(...post(CHANNELS.general, { content: nonce, nonce, enforce_nonce: true }))
    const first = await send('one')
    const again = await send('one')
    await send('two')
    await send('three')
    const id = String(Object(first).id)
    const start = () => rest.post(Routes.threads(CHANNELS.general, id), { body: { name: 'more' } })
    const page = (query: string) =>
      rest.get(Routes.channelMessages(CHANNELS.general), { query: new URLSearchParams(query) })
    const contents = (messages: unknown) =>
      Array.isArray(messages) ? messages.map((message) => String(Object(message).content)) : []

    expect(again).toMatchObject({ id })
    expect(await start()).toMatchObject({ id, type: ChannelType.PublicThread, owner_id: BOT_USER })
    expect(await refusalOf(start())).toBe(160004)
    expect(contents(await page('limit=2'))).toEqual(['three', 'two'])
    expect(contents(await page(`after=${id}&limit=1`))).toEqual(['two'])
    expect(contents(await page(`before=${id}`))).toEqual([])
  })

  it('keeps the ids of commands, tells localisations only when asked, and counts what is created', async () => {
    const discord = await startPeer()
    const rest = restOf(discord)
    await registerCommands(discord)
    const ids = discord.commands().map(({ id, version }) => [id, version])

    await registerCommands(discord)
    const listed = await rest.get(Routes.applicationCommands(BOT_USER))
    const bad = rest.post(Routes.applicationCommands(BOT_USER), { body: { name: 'Ask', description: 'x' } })

    expect(discord.commands().map(({ id, version }) => [id, version])).toEqual(ids)
    expect(discord.commandCreates).toBe(3)
    expect(JSON.stringify(listed)).not.toContain('質問する')
    expect(JSON.stringify(discord.commands())).toContain('質問する')
    expect(await refusalOf(bad)).toBe(50035)
  })

  it('limits calls by bucket and all together, which the client waits out, and counts them as invalid', async () => {
    const rates = { 'POST /channels/:channel/messages': { limit: 2, windowMs: 150 } }
    const discord = await startPeer({ rates })
    const rest = new REST({ api: discord.apiUrl, version: '10' }).setToken(discord.token)
    const send = (content: string) => rest.post(...post(CHANNELS.general, { content }))
    discord.faults.push({ method: 'POST', path: /messages$/, status: 429, retryAfter: 0.05, scope: 'global' })

    await Promise.all(['a', 'b', 'c', 'd', 'e'].map(send))

    expect(discord.messagesIn(CHANNELS.general).map(({ content }) => content)).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect(discord.calls.filter(({ status }) => status === 429)).toHaveLength(1)
    expect(discord.invalidRequests).toBe(1)
  })

  it('fails on purpose: before or after the effect, and with words that are no JSON', async () => {
    const discord = await startPeer()
    const rest = restOf(discord)
    const send = (content: string) => refusalOf(rest.post(...post(CHANNELS.general, { content })))
    const path = /messages$/
    discord.faults.push({ path, drop: 'before' }, { path, drop: 'after' }, { path, status: 403, code: 50013 })

    expect(await send('before')).toMatch(/UND_ERR_SOCKET|ECONNRESET/)
    expect(await send('after')).toMatch(/UND_ERR_SOCKET|ECONNRESET/)
    expect(await send('refused')).toBe(50013)
    expect(discord.messagesIn(CHANNELS.general).map(({ content }) => content)).toEqual(['after'])
  })

  it('serves files for as long as their address is good', async () => {
    const discord = await startPeer()
    const rest = restOf(discord)
    const files = [{ filename: '休暇.txt', content: '二十日' }]
    const said = discord.say({ user: yuki, channel: CHANNELS.japanese, text: 'これ', files })
    const read = async () => {
      const message: unknown = await rest.get(Routes.channelMessage(CHANNELS.japanese, said.id))
      return String(Object(message).attachments[0].url)
    }
    const old = await read()

    const fetched = await (await fetch(old)).text()
    discord.expireFileAddresses()

    expect(fetched).toBe('二十日')
    expect((await fetch(old)).status).toBe(404)
    expect((await fetch(await read())).status).toBe(200)
    expect(discord.downloads.map(({ status }) => status)).toEqual([200, 404, 200])
  })
})
