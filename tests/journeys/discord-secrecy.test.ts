import http from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BOT_USER, CHANNELS, GUILDS, PEOPLE, ROLES } from '../fakes/discord/discord-server.ts'
import type { Fault } from '../fakes/discord/rest/faults.ts'
import { type DiscordService, startDiscordService } from '../fakes/discord-service.ts'
import { TOKEN } from '../fakes/journey-discord.ts'
import { createMoodyModel } from '../fakes/moody-model.ts'

const { alice, bob, yuki } = PEOPLE
/** Whatever people wrote in these scenes, or are called, holds one of these words. */
const CONTENT = /walrus|セイウチ/i
const QUESTIONS = ['When does the Walrus submarine leave?', 'セイウチ作戦はいつ始まりますか？'] as const
const HOSTILE = 'Walrusina\r\n{"level":"error","event":"セイウチ"}\u001b[31m @everyone <@&1> ](https://walrus.example)'

/** Not 401, after which Kiku makes no more calls of its own. */
const FAULTS: readonly Omit<Fault, 'path'>[] = [
  { status: 403, code: 50_013 },
  { status: 404, code: 10_003 },
  { status: 400, code: 50_035 },
  { status: 500 },
  { status: 429, retryAfter: 0.2 },
  { garbage: true },
  { drop: 'before' },
  { drop: 'after' },
]
const PATHS = [
  ...[/^\/channels\/\d+\/messages$/, /^\/channels\/\d+\/messages\/\d+$/, /\/threads$/, /\/typing$/, /\/callback/],
  ...[/\/messages\/@original/, /^\/webhooks\/\d+\/[^/]+$/, /\/members\/\d+$/, /^\/channels\/\d+$/],
]
const ROOMS = [CHANNELS.general, CHANNELS.board, CHANNELS.publicThread, CHANNELS.voice, CHANNELS.japanese] as const

describe.each(['info', 'debug'])('where everything goes wrong in Discord, with a log of level %s', (level) => {
  let service: DiscordService
  let stranger: http.Server
  const requestsToStranger: string[] = []
  let strangerUrl = ''

  beforeAll(async () => {
    stranger = http.createServer((request, response) => {
      requestsToStranger.push(`${request.url} ${JSON.stringify(request.rawHeaders)}`)
      response.writeHead(200, { 'content-type': 'text/plain' }).end('Walrus of strangers')
    })
    await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve))
    const address = stranger.address()
    strangerUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
    service = await startDiscordService({ environment: { KIKU_LOG_LEVEL: level, KIKU_DISCORD_REMEMBER: 'true' } })
    service.model.setScript(createMoodyModel(TOKEN))
    const { world } = service.discord
    Object.assign(world.user(alice), { username: 'walrusina', globalName: HOSTILE })
    Object.assign(world.user(bob), { username: 'bob-walrus', globalName: 'Bob Walrus', hasInstalled: true })
    for (const room of ROOMS) world.channel(room).name = 'walrus-den'
    world.guild(GUILDS.office).name = 'セイウチ Walrus'
    Object.assign(world.guild(GUILDS.office).roles.get(ROLES.board) ?? {}, { name: 'Walrus board' })
    await service.start()
    await service.discord.waitFor(() => service.discord.commands().length > 0, 'the commands')
  })
  afterAll(async () => {
    await service.end()
    await new Promise((resolve) => stranger.close(resolve))
  })

  it('answers much of what is asked, and calls nobody', { timeout: 40_000 }, async () => {
    const { discord } = service
    const replies = () => service.standing().length
    for (const [index, fault] of FAULTS.entries()) {
      for (const path of PATHS) discord.faults.push({ path, ...fault })
      const channel = ROOMS[index % ROOMS.length] ?? CHANNELS.general
      ask(channel, index)
      attach(channel, index)
      await command(index)
      misbehave(index)
      if (index === 4) discord.dropSockets()
    }

    await discord.waitFor(() => replies() >= FAULTS.length, 'many answers', 20_000)
    discord.faults.length = 0
    await discord.idle({ quietMs: 300, evenLoading: true })

    expect(discord.pings).toEqual([])
  })

  it('gives its token to nobody but Discord', () => {
    const { calls, downloads } = service.discord

    expect(downloads.length).toBeGreaterThan(0)
    expect(requestsToStranger).toEqual([])
    expect(calls.filter(({ body, query }) => JSON.stringify([body, query]).includes(TOKEN))).toEqual([])
    // What answers an interaction needs no token but the interaction's own.
    expect(calls.filter(({ route, hasToken }) => /:token/.test(route) && hasToken)).toEqual([])
  })

  it('tells no token and nothing that people wrote in the log and on the terminal', async () => {
    await service.kill('SIGKILL')

    const log = await service.journey.log()
    const forReaders = log.split('\n').filter((line) => !line.startsWith('{"level":"debug"'))

    expect(forReaders.length).toBeGreaterThan(20)
    expect(tokensIn(log + service.output())).toEqual([])
    expect([...forReaders, ...service.output().split('\n')].filter((line) => CONTENT.test(line))).toEqual([])
    for (const line of log.trimEnd().split('\n')) expect(JSON.parse(line)).toHaveProperty('event')
  })

  /** The bot's token, or one of an interaction. */
  function tokensIn(text: string): readonly string[] {
    const { told } = service.discord
    const ofInteractions = told
      .filter(({ type }) => type === 'INTERACTION_CREATE')
      .map(({ data }) => String(data.token))
    expect(ofInteractions.length).toBeGreaterThan(8)
    const parts = TOKEN.split('.').slice(1)
    return [TOKEN, ...parts, ...ofInteractions].filter((token) => text.includes(token))
  }

  function ask(channel: string, index: number): void {
    service.discord.say({ user: alice, channel, text: `<@${BOT_USER}> ${QUESTIONS[index % 2]} ${index}` })
  }

  /** Files that lead elsewhere, lie, or have names that nobody should have. */
  function attach(channel: string, index: number): void {
    const filename = `Walrus ${index} ${HOSTILE}.txt`
    const content = 'The Walrus submarine leaves at midnight. セイウチ作戦は真夜中に始まる。'
    const files = [
      { filename, content, redirectTo: `${strangerUrl}/walrus` },
      { filename, content, url: `${strangerUrl}/direct-walrus` },
      { filename: `${index}.pdf`, content, contentType: 'application/pdf' },
    ]
    service.discord.say({ user: bob, channel, text: `<@${BOT_USER}> ${QUESTIONS[0]}`, files })
  }

  async function command(index: number): Promise<void> {
    const { discord } = service
    const question = `${QUESTIONS[index % 2]} ${index}`
    const options = { question, private: index % 2 === 0 ? 'yes' : 'no' }
    const place = index % 3 === 0 ? CHANNELS.foreignGeneral : CHANNELS.general
    const rest = { isAwaited: false }
    await discord.slash({ user: bob, channel: place, name: 'ask', options, ...rest })
    await discord.slash({
      user: alice,
      channel: CHANNELS.general,
      name: 'search',
      options: { query: question },
      ...rest,
    })
    await discord.autocomplete({ user: bob, name: 'ask', focused: 'question', value: 'Walrus', ...rest })
  }

  /** What Discord never sends, and what nobody expects. */
  function misbehave(index: number): void {
    const { discord } = service
    const content = `${QUESTIONS[1]} ${TOKEN}`
    const about = { id: String(index), token: `Walrus${index}`, application_id: BOT_USER, version: 1 }
    const user = { id: yuki, username: 'walrus' }
    discord.dispatch('MESSAGE_CREATE', { channel_id: CHANNELS.general, content, author: { username: content } })
    discord.dispatch('MESSAGE_UPDATE', { id: 7, content })
    discord.dispatch('WALRUS_EVENT', { content })
    discord.dispatch('INTERACTION_CREATE', { ...about, type: 2, user, data: { name: content, options: content } })
    discord.dispatch('INTERACTION_CREATE', { ...about, type: 3, user, data: { custom_id: `kiku-again:${content}` } })
    discord.dispatch('GUILD_ROLE_UPDATE', { guild_id: content, role: { name: content } })
    discord.dispatch('CHANNEL_UPDATE', { id: CHANNELS.general, guild_id: GUILDS.office, name: content })
  }
})
