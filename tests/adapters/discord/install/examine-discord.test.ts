import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type DiscordExamination, examineDiscord } from '../../../../src/adapters/discord/install/examine-discord.ts'
import {
  APPLICATION,
  APPLICATION_ROUTE,
  answerWell,
  COMMANDS_ROUTE,
  ENOUGH,
  GATEWAY_LIMIT,
  GATEWAY_ROUTE,
  GOOD_APPLICATION,
  GUILDS_ROUTE,
  NOW,
  TOKEN,
} from './installed-app.ts'
import { findClosedPort, type LocalDiscord, startLocalDiscord } from './local-discord.ts'

const ADMINISTRATOR = '8'
const GUILD = '1300000000000000101'

describe('examineDiscord', () => {
  let discord: LocalDiscord
  beforeEach(async () => {
    discord = await startLocalDiscord(NOW)
  })
  afterEach(() => discord.close())

  const examination = (change: Partial<DiscordExamination> = {}): DiscordExamination => ({
    token: TOKEN,
    apiUrl: discord.apiUrl,
    shards: 'auto',
    registerIn: [],
    clock: { now: () => NOW, elapsed: () => performance.now() },
    ...change,
  })
  const examine = async (change: Partial<DiscordExamination> = {}) => {
    const findings = await examineDiscord(examination(change), new AbortController().signal)
    expect(JSON.stringify(findings)).not.toMatch(/sesame/)
    expect(findings.every(({ remedy }) => remedy === undefined || /^[A-Z].*\.$/.test(remedy))).toBe(true)
    return findings
  }
  const messages = async (change: Partial<DiscordExamination> = {}) =>
    (await examine(change)).map(({ state, message }) => `${state}: ${message}`)

  it('says who Kiku is, and that nothing is missing, and changes nothing', async () => {
    answerWell(discord)

    expect(await messages()).toEqual([
      'ok: Kiku is kiku.',
      'ok: The Message Content intent is on.',
      'ok: People can add Kiku to their own account, too.',
      'ok: Kiku is in 1 server and has the permissions that it needs.',
      'ok: The commands are registered everywhere.',
      'ok: The gateway at 127.0.0.1 can be reached.',
    ])
    expect(discord.calls.every(({ route, token }) => route.startsWith('GET ') && token === TOKEN)).toBe(true)
    expect(discord.calls).toHaveLength(4)
  })

  it('is off without a token, says how to begin, and asks nobody', async () => {
    const { token: _token, ...others } = examination()

    const findings = await examineDiscord(others, new AbortController().signal)

    expect(findings).toHaveLength(1)
    expect(findings[0]).toMatchObject({ state: 'off', message: 'DISCORD_TOKEN is not set.' })
    expect(findings[0]?.remedy).toContain('docs/handbook/discord.md')
    expect(discord.calls).toEqual([])
  })

  it('explains a token that Discord does not know, and asks no further', async () => {
    discord.answer(APPLICATION_ROUTE, { status: 401, body: { message: '401: Unauthorized', code: 0 } })

    const findings = await examine()

    expect(findings).toHaveLength(1)
    expect(findings[0]).toMatchObject({ state: 'broken', message: 'Discord does not know DISCORD_TOKEN.' })
    expect(findings[0]?.remedy).toContain('Reset Token')
    expect(discord.calls).toHaveLength(1)
  })

  it('says that Discord cannot be reached', async () => {
    const port = await findClosedPort()
    const elapsed = { calls: 0 }

    const findings = await examine({
      apiUrl: `http://127.0.0.1:${port}/api`,
      // Time runs, so that nothing is waited for.
      clock: { now: () => NOW, elapsed: () => 4_000 * elapsed.calls++ },
    })

    expect(findings).toHaveLength(1)
    expect(findings[0]).toMatchObject({ state: 'broken' })
    expect(findings[0]?.message).toBe(
      `127.0.0.1:${port} could not be reached: the connection failed with ECONNREFUSED.`,
    )
  })

  it('says what does not work without the Message Content intent, and what does', async () => {
    answerWell(discord)
    discord.answer(APPLICATION_ROUTE, { body: { ...GOOD_APPLICATION, flags: 0 } })

    const finding = (await examine()).find(({ message }) => message.includes('Message Content'))

    expect(finding).toMatchObject({ state: 'off' })
    expect(finding?.message).toContain('mentions, direct messages, slash commands and menus work')
    expect(finding?.message).toContain('follow-ups without a mention, remembering and summaries do not')
  })

  it.each([
    [{ interactions_endpoint_url: 'https://example.org/i' }, 'broken', 'go to the Interactions Endpoint URL'],
    [{ bot_require_code_grant: true }, 'broken', 'demands a code grant'],
    [{ integration_types_config: { '1': {} } }, 'warning', 'for people alone'],
    [{ integration_types_config: { '0': {} } }, 'off', 'People cannot add Kiku to their own account.'],
    [{ integration_types_config: null }, 'off', 'People cannot add Kiku to their own account.'],
  ])('notices settings of the application that are in the way (%#)', async (change, state, message) => {
    answerWell(discord)
    discord.answer(APPLICATION_ROUTE, { body: { ...GOOD_APPLICATION, ...change } })

    const findings = await examine()

    expect(findings).toContainEqual(expect.objectContaining({ state, message: expect.stringContaining(message) }))
  })

  it('names permissions that are missing in a server, with the link that gives them', async () => {
    answerWell(discord)
    discord.answer(GUILDS_ROUTE, {
      body: [
        { id: GUILD, name: 'Tea\u001b[2J\nroom', permissions: '3072' },
        { id: '1300000000000000102', name: 'Owners', permissions: ADMINISTRATOR },
        { id: '1300000000000000103', name: 'Odd', permissions: 'many' },
      ],
    })

    const findings = await examine()
    const lack = findings.find(({ state }) => state === 'warning')

    expect(findings).toContainEqual({ part: 'discord', state: 'ok', message: 'Kiku is in 3 servers.' })
    expect(lack?.message).toBe(
      'In Tea [2J room Kiku lacks: Create Public Threads, Send Messages in Threads, Read Message History.',
    )
    expect(lack?.remedy).toContain(`guild_id=${GUILD}`)
    expect(lack?.remedy).toContain(`permissions=${ENOUGH}`)
    expect(findings.filter(({ state }) => state === 'warning')).toHaveLength(1)
  })

  it('names only the first of many servers', async () => {
    answerWell(discord)
    const guild = (index: number) => ({ id: String(1_300_000 + index), name: `S${index}`, permissions: '0' })
    const pages = [Array.from({ length: 200 }, (_, index) => guild(index)), [guild(200)]]
    discord.answer(GUILDS_ROUTE, ...pages.map((body) => ({ body })))

    const findings = await examine()

    expect(findings).toContainEqual({ part: 'discord', state: 'ok', message: 'Kiku is in 201 servers.' })
    expect(findings.filter(({ state }) => state === 'warning')).toHaveLength(6)
    expect(findings).toContainEqual(expect.objectContaining({ message: 'Kiku lacks permissions in 196 more servers.' }))
    expect(discord.calls.filter(({ route }) => route === GUILDS_ROUTE).map(({ query }) => query)).toEqual([
      { limit: '200' },
      { limit: '200', after: '1300199' },
    ])
  })

  it('gives the link where Kiku is in no server yet', async () => {
    answerWell(discord)
    discord.answer(GUILDS_ROUTE, { body: [] })

    const finding = (await examine()).find(({ message }) => message === 'Kiku is in no server.')

    expect(finding?.state).toBe('off')
    expect(finding?.remedy).toContain(`client_id=${APPLICATION}`)
  })

  it.each([
    ['none', []],
    ['those of another version', [{ id: '1', name: 'ask', type: 1, description: 'Ask' }]],
  ])('says that the commands are stale where Discord has %s', async (_name, commands) => {
    answerWell(discord)
    discord.answer(`GET ${COMMANDS_ROUTE}`, { body: commands })

    const finding = (await examine()).find(({ message }) => message.includes('commands are'))

    expect(finding).toMatchObject({ state: 'warning' })
    expect(finding?.remedy).toContain('kiku discord register')
    expect(discord.calls.filter(({ route }) => !route.startsWith('GET '))).toEqual([])
  })

  it('notices a server of the configuration that Kiku is not in', async () => {
    answerWell(discord)
    const route = `GET /applications/${APPLICATION}/guilds/${GUILD}/commands`
    discord.answer(route, { status: 403, body: { code: 50_001, message: 'Missing Access' } })

    const findings = await examine({ registerIn: [GUILD] })

    expect(findings).toContainEqual(
      expect.objectContaining({ state: 'broken', message: expect.stringContaining('discord.registerIn') }),
    )
  })

  it('says that the gateway cannot be reached', async () => {
    answerWell(discord)
    const url = `ws://127.0.0.1:${await findClosedPort()}`
    discord.answer(GATEWAY_ROUTE, { body: { url, shards: 1, session_start_limit: GATEWAY_LIMIT } })

    const finding = (await examine()).at(-1)

    expect(finding).toMatchObject({ state: 'broken', message: 'The gateway at 127.0.0.1 cannot be reached.' })
    expect(finding?.remedy).toContain('WebSocket')
  })

  it.each([
    [0, 'broken', 'Kiku may connect 0 more times of 1000 in the next 4 hours, which is not enough.'],
    [12, 'warning', 'Kiku may connect 12 more times of 1000 in the next 4 hours.'],
  ])('counts the starts that are left (%i)', async (remaining, state, message) => {
    answerWell(discord)
    discord.answer(GATEWAY_ROUTE, {
      body: {
        url: `ws://127.0.0.1:${discord.port}`,
        shards: 1,
        session_start_limit: { ...GATEWAY_LIMIT, remaining },
      },
    })

    expect((await examine()).at(-1)).toMatchObject({ state, message })
  })

  it('warns of fewer connections than Discord recommends', async () => {
    answerWell(discord)
    discord.answer(GATEWAY_ROUTE, {
      body: { url: `ws://127.0.0.1:${discord.port}`, shards: 4, session_start_limit: GATEWAY_LIMIT },
    })

    expect((await examine({ shards: 2 })).at(-1)).toMatchObject({
      state: 'warning',
      message: 'discord.shards is 2, but Discord recommends 4.',
    })
  })

  it.each([
    [30, undefined],
    [-90, 'The clock of this machine is 90 seconds behind'],
    [4_000, 'The clock of this machine is 4000 seconds ahead of'],
  ])('compares the clocks (%i seconds)', async (seconds, expected) => {
    answerWell(discord)

    const findings = await examine({
      clock: { now: () => NOW + seconds * 1000, elapsed: () => performance.now() },
    })

    const about = findings.find(({ message }) => message.includes('clock'))
    if (expected === undefined) expect(about).toBeUndefined()
    else expect(about).toMatchObject({ state: 'warning', message: expect.stringContaining(expected) })
  })

  it('ends when it is told to', async () => {
    discord.answer(APPLICATION_ROUTE, { hangs: true })
    const ending = new AbortController()

    const examining = examineDiscord(examination(), ending.signal)
    ending.abort(new Error('enough'))

    await expect(examining).rejects.toThrow('enough')
  })
})
