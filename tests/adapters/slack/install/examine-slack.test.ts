import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { examineSlack, type SlackExamination } from '../../../../src/adapters/slack/install/examine-slack.ts'
import { readManifest } from '../../../../src/adapters/slack/install/manifest.ts'
import { findClosedPort, type LocalSlack, startLocalSlack } from './local-slack.ts'

const { scopes } = readManifest(fileURLToPath(new URL('../../../..', import.meta.url)))
const GRANTED = scopes.map(({ scope }) => scope)
const SECRETS = { bot: 'xoxb-sesame', app: 'xapp-sesame', signingSecret: 'a'.repeat(32) }
const NOW = Date.UTC(2026, 7, 20, 9)
const IDENTITY = { ok: true, team: 'ホーム', user: 'kiku', user_id: 'U0KIKU', bot_id: 'B0KIKU' }

describe('examineSlack', () => {
  let slack: LocalSlack
  beforeEach(async () => {
    slack = await startLocalSlack()
  })
  afterEach(() => slack.close())

  const examine = async (change: Partial<SlackExamination> = {}) => {
    const findings = await examineSlack(
      {
        tokens: { bot: SECRETS.bot, app: SECRETS.app },
        apiUrl: slack.apiUrl,
        receiver: { host: '127.0.0.1', port: 3000 },
        scopes,
        clock: { now: () => NOW, elapsed: () => 0 },
        ...change,
      },
      new AbortController().signal,
    )
    expect(JSON.stringify(findings)).not.toMatch(/sesame|aaaa|ticket/)
    expect(findings.every(({ remedy }) => remedy === undefined || /^[A-Z].*\.$/.test(remedy))).toBe(true)
    return findings
  }
  const answerAuth = (granted: readonly string[] = GRANTED, more: Readonly<Record<string, string>> = {}) =>
    slack.answer('auth.test', {
      body: IDENTITY,
      headers: { 'x-oauth-scopes': granted.join(','), date: new Date(NOW).toUTCString(), ...more },
    })
  const answerSocket = (port = slack.port) =>
    slack.answer('apps.connections.open', { body: { ok: true, url: `ws://127.0.0.1:${port}/link?ticket=1` } })

  it('says who Kiku is, that nothing is missing, and that the socket can be reached, without opening it', async () => {
    answerAuth()
    answerSocket()

    const findings = await examine()

    expect(findings).toEqual([
      { part: 'slack', state: 'ok', message: 'Kiku is kiku in ホーム.' },
      { part: 'slack', state: 'ok', message: 'All scopes are granted.' },
      { part: 'slack', state: 'ok', message: 'The socket at 127.0.0.1 can be reached.' },
    ])
    expect(slack.calls).toEqual([
      { method: 'auth.test', token: SECRETS.bot },
      { method: 'apps.connections.open', token: SECRETS.app },
    ])
  })

  it.each([
    [{}, 'No tokens are set.', 'kiku slack manifest'],
    [{ app: SECRETS.app }, 'SLACK_BOT_TOKEN is missing.', 'Set SLACK_BOT_TOKEN'],
    [{ bot: SECRETS.bot }, 'nothing to receive messages with', 'Set SLACK_APP_TOKEN'],
  ])('is off without enough tokens, and says how to begin (%#)', async (tokens, message, remedy) => {
    const [finding, ...others] = await examine({ tokens })

    expect(finding).toMatchObject({ part: 'slack', state: 'off' })
    expect(finding?.message).toContain(message)
    expect(finding?.remedy).toContain(remedy)
    expect(others).toEqual([])
    expect(slack.calls).toEqual([])
  })

  it.each([
    ['invalid_auth', 'Slack does not know SLACK_BOT_TOKEN.'],
    ['account_inactive', 'The app was removed from the workspace.'],
    ['token_revoked', 'SLACK_BOT_TOKEN was revoked.'],
    ['token_expired', 'SLACK_BOT_TOKEN has expired.'],
    ['brand_new_error', 'Slack refused SLACK_BOT_TOKEN: brand_new_error.'],
    ['\u001b[2Jxoxb-sesame is bad', 'Slack refused SLACK_BOT_TOKEN: unknown_error.'],
  ])('explains a bot token that is refused with %s', async (error, message) => {
    slack.answer('auth.test', { body: { ok: false, error } })
    answerSocket()

    const findings = await examine()

    expect(findings[0]).toMatchObject({ state: 'broken', message })
    expect(findings[0]?.remedy).toBeDefined()
  })

  it("refuses a person's token", async () => {
    slack.answer('auth.test', { body: { ...IDENTITY, bot_id: undefined } })
    answerSocket()

    expect((await examine())[0]).toMatchObject({
      state: 'broken',
      message: expect.stringContaining("a person's token"),
    })
  })

  it('names scopes that are missing, what each is for, and those that are not needed', async () => {
    answerAuth([
      ...GRANTED.filter((scope) => !['chat:write', 'files:read', 'users:read'].includes(scope)),
      'files:write',
    ])
    answerSocket()

    const findings = await examine()

    expect(findings.slice(1, 4)).toEqual([
      {
        part: 'slack',
        state: 'broken',
        message: 'Missing scopes: chat:write (to answer).',
        remedy: 'Add chat:write under "OAuth & Permissions" of your app and install it again.',
      },
      {
        part: 'slack',
        state: 'warning',
        message:
          "Missing optional scopes: users:read (to tell guests from members, and speak each person's language); files:read (to read files that are attached to a question).",
        remedy: 'Add users:read, files:read under "OAuth & Permissions" of your app and install it again.',
      },
      {
        part: 'slack',
        state: 'warning',
        message: 'Kiku has scopes that it does not need: files:write.',
        remedy: 'Remove them under "OAuth & Permissions" of your app.',
      },
    ])
  })

  it.each([
    [{ ok: false, error: 'not_allowed_token_type' }, 'SLACK_APP_TOKEN is no app-level token.'],
    [{ ok: false, error: 'missing_scope', needed: 'connections:write' }, 'lacks the scope connections:write'],
    [{ ok: false, error: 'invalid_auth' }, 'Slack does not know SLACK_APP_TOKEN.'],
    [{ ok: true, url: 'https://elsewhere.example.org/' }, 'Slack gave no address for the socket.'],
  ])('explains what is wrong with the app token (%#)', async (body, message) => {
    answerAuth()
    slack.answer('apps.connections.open', { body })

    const finding = (await examine()).at(-1)

    expect(finding?.state).toBe('broken')
    expect(finding?.message).toContain(message)
  })

  it('says that the socket cannot be reached', async () => {
    answerAuth()
    answerSocket(await findClosedPort())

    const finding = (await examine()).at(-1)

    expect(finding).toMatchObject({ state: 'broken', message: 'The socket at 127.0.0.1 cannot be reached.' })
    expect(finding?.remedy).toContain('WebSocket')
  })

  it('says that Slack cannot be reached, and asks no further', async () => {
    const port = await findClosedPort()

    const findings = await examine({ apiUrl: `http://127.0.0.1:${port}/api/` })

    expect(findings).toHaveLength(1)
    expect(findings[0]?.message).toBe(
      `127.0.0.1:${port} could not be reached: the connection failed with ECONNREFUSED.`,
    )
  })

  it('takes a page of a proxy for what it is', async () => {
    slack.answer('auth.test', { status: 502, body: '<html>Bad gateway</html>' })

    expect((await examine())[0]?.message).toContain("it answered 502 and nothing of Slack's")
  })

  it('reads a request to wait', async () => {
    slack.answer('auth.test', { status: 429, body: '', headers: { 'retry-after': '30' } })
    answerSocket()

    expect((await examine())[0]).toMatchObject({ state: 'warning', message: 'Slack asks to wait.' })
  })

  it('receives signed requests where there is no app token', async () => {
    answerAuth()

    const findings = await examine({ tokens: { bot: SECRETS.bot, signingSecret: SECRETS.signingSecret } })

    expect(findings.at(-1)).toEqual({
      part: 'slack',
      state: 'ok',
      message: 'Signed requests are received at http://127.0.0.1:3000/slack/events.',
    })
  })

  it('notices a signing secret that is none', async () => {
    answerAuth()

    const findings = await examine({ tokens: { bot: SECRETS.bot, signingSecret: 'sesame' } })

    expect(findings.at(-1)).toMatchObject({
      state: 'warning',
      message: expect.stringContaining('32 hexadecimal digits'),
    })
  })

  it.each([
    [30, {}, undefined],
    [-90, {}, { state: 'warning', message: "The clock of this machine is 90 seconds behind Slack's." }],
    [400, {}, { state: 'warning', message: "The clock of this machine is 400 seconds ahead of Slack's." }],
    [
      400,
      { tokens: { bot: SECRETS.bot, signingSecret: SECRETS.signingSecret } },
      {
        state: 'broken',
        message: "The clock of this machine is 400 seconds ahead of Slack's, so every request of Slack is refused.",
      },
    ],
  ])('compares the clocks (%i seconds)', async (seconds, change, expected) => {
    answerAuth()
    answerSocket()

    const findings = await examine({ clock: { now: () => NOW + seconds * 1000, elapsed: () => 0 }, ...change })

    const about = findings.find(({ message }) => message.includes('clock'))
    if (expected === undefined) expect(about).toBeUndefined()
    else expect(about).toMatchObject(expected)
  })

  it('ends when it is told to', async () => {
    slack.answer('auth.test', { hangs: true })
    const ending = new AbortController()

    const examining = examineSlack(
      {
        tokens: { bot: SECRETS.bot, app: SECRETS.app },
        apiUrl: slack.apiUrl,
        receiver: { host: '127.0.0.1', port: 3000 },
        scopes,
        clock: { now: () => NOW, elapsed: () => 0 },
      },
      ending.signal,
    )
    ending.abort(new Error('enough'))

    await expect(examining).rejects.toThrow('enough')
  })
})
