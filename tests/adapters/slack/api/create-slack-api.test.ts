import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createSlackApi } from '../../../../src/adapters/slack/api/create-slack-api.ts'
import { identify } from '../../../../src/adapters/slack/api/identify.ts'
import { readScopes } from '../../../../src/adapters/slack/api/read-scopes.ts'
import { refusalOf, type SlackApi } from '../../../../src/adapters/slack/api/slack-api.ts'
import { KikuError } from '../../../../src/domain/errors.ts'
import { systemClock } from '../../../../src/ports/clock.ts'
import type { Telemetry, TelemetryFields } from '../../../../src/ports/telemetry.ts'
import { type ScriptedWebApi, startScriptedWebApi } from './scripted-web-api.ts'

const TOKEN = 'xoxb-not-to-be-logged'
const SECRET = '秘密の話 confidential words'
const Anything = z.looseObject({})
const Posted = z.object({ ts: z.string() })

let server: ScriptedWebApi
let api: SlackApi
let logged: string
const never = new AbortController().signal

beforeEach(async () => {
  server = await startScriptedWebApi()
  logged = ''
  const write = (level: string) => (event: string, fields?: TelemetryFields) => {
    logged += `${level} ${event} ${JSON.stringify(fields ?? {})}\n`
  }
  const telemetry: Telemetry = {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
  }
  api = createSlackApi({ token: TOKEN, apiUrl: server.apiUrl, clock: systemClock, telemetry, random: () => 0 })
})

afterEach(async () => {
  await server.close()
})

function post(
  limits: { readonly signal?: AbortSignal; readonly timeoutMs?: number; readonly isOptional?: boolean } = {},
) {
  const message = { channel: 'C1', text: SECRET, blocks: [{ type: 'divider' }] }
  return api.call('chat.postMessage', { arguments: message, schema: Posted, signal: never, ...limits })
}

describe('createSlackApi', () => {
  it('sends the arguments with the token and reads the result', async () => {
    server.script('chat.postMessage', { body: { ok: true, ts: '1.000001', channel: 'C1' } })

    const result = await post()

    expect(result).toEqual({ ts: '1.000001' })
    expect(server.requests[0]?.authorization).toBe(`Bearer ${TOKEN}`)
    expect(server.requests[0]?.body.get('text')).toBe(SECRET)
    expect(server.requests[0]?.body.get('blocks')).toBe('[{"type":"divider"}]')
  })

  it('names the problem when Slack refuses', async () => {
    server.script('chat.postMessage', { body: { ok: false, error: 'missing_scope', needed: 'chat:write' } })

    const error = await post().catch((thrown: unknown) => thrown)

    expect(refusalOf(error)).toBe('missing_scope')
    expect(error).toMatchObject({
      code: 'surface-refused',
      details: { method: 'chat.postMessage', needed: 'chat:write' },
    })
    expect(error).toHaveProperty('remedy', expect.stringContaining('chat:write'))
  })

  it('waits as long as Slack says and calls again', async () => {
    const limited = { status: 429, headers: { 'retry-after': '1' }, body: { ok: false, error: 'ratelimited' } }
    server.script('chat.postMessage', limited, { body: { ok: true, ts: '1.000002' } })

    const result = await post()

    expect(result.ts).toBe('1.000002')
    expect(server.requests).toHaveLength(2)
  })

  it('gives up at once when Slack asks for more patience than there is', async () => {
    const limited = { status: 429, headers: { 'retry-after': '30' }, body: { ok: false, error: 'ratelimited' } }
    server.script('chat.postMessage', limited)

    const error = await post({ timeoutMs: 2000 }).catch((thrown: unknown) => thrown)
    const next = await post({ timeoutMs: 2000 }).catch((thrown: unknown) => thrown)

    expect(error).toMatchObject({ code: 'deadline-exceeded' })
    expect(next).toMatchObject({ code: 'deadline-exceeded' })
    expect(server.requests).toHaveLength(1)
  })

  it('holds up neither other methods nor other channels', async () => {
    const limited = { status: 429, headers: { 'retry-after': '30' }, body: { ok: false, error: 'ratelimited' } }
    server.script('chat.postMessage', limited, { body: { ok: true, ts: '1.000003' } })
    server.script('users.info', { body: { ok: true } })
    await post({ timeoutMs: 1000 }).catch(() => {})

    await api.call('users.info', { arguments: { user: 'U1' }, schema: Anything, signal: never, timeoutMs: 1000 })
    const other = { channel: 'C2', text: 'hello' }
    const posted = await api.call('chat.postMessage', {
      arguments: other,
      schema: Posted,
      signal: never,
      timeoutMs: 1000,
    })

    expect(posted.ts).toBe('1.000003')
  })

  it('takes a limit without a readable time for a short one', async () => {
    server.script('users.info', {
      status: 429,
      headers: { 'retry-after': 'soon' },
      body: { ok: false, error: 'ratelimited' },
    })

    const call = { arguments: { user: 'U1' }, schema: Anything, signal: never, timeoutMs: 1000 }
    const error = await api.call('users.info', call).catch((thrown: unknown) => thrown)

    expect(error).toMatchObject({ code: 'deadline-exceeded' })
  })

  it('skips an optional call that would have to wait', async () => {
    const ok = { body: { ok: true } }
    server.script('chat.update', ok)
    const update = { arguments: { channel: 'C1', ts: '1.000001' }, schema: Anything, signal: never }
    await api.call('chat.update', update)

    const error = await api.call('chat.update', { ...update, isOptional: true }).catch((thrown: unknown) => thrown)

    expect(error).toMatchObject({ code: 'deadline-exceeded', details: { isSkipped: true } })
    expect(server.requests).toHaveLength(1)
  })

  it('repeats a read after failures of the server and of the network', async () => {
    server.script(
      'users.info',
      { status: 503, body: 'down' },
      { isDropped: true },
      { body: { ok: true, user: { id: 'U1' } } },
    )

    const result = await api.call('users.info', { arguments: { user: 'U1' }, schema: Anything, signal: never })

    expect(result).toMatchObject({ user: { id: 'U1' } })
  })

  it('stops repeating after two repetitions', async () => {
    server.script('users.info', ...[1, 2, 3].map(() => ({ status: 500, body: 'down' })))

    const call = { arguments: { user: 'U1' }, schema: Anything, signal: never }
    const error = await api.call('users.info', call).catch((thrown: unknown) => thrown)

    expect(error).toMatchObject({ code: 'surface-unreachable', retryable: true, details: { status: 500 } })
    expect(server.requests).toHaveLength(3)
  })

  it.each(['chat.postMessage', 'chat.startStream', 'chat.appendStream', 'chat.stopStream', 'chat.postEphemeral'])(
    'does not repeat %s when it may have had its effect',
    async (method) => {
      server.script(method, { isDropped: true })

      const call = { arguments: { channel: 'C1' }, schema: Anything, signal: never }
      const error = await api.call(method, call).catch((thrown: unknown) => thrown)

      expect(error).toMatchObject({ code: 'surface-unreachable', details: { isAmbiguous: true } })
      expect(server.requests).toHaveLength(1)
    },
  )

  it.each([
    { status: 502, body: '<html>' },
    { body: '<html>a page of a proxy</html>' },
    { body: { ok: false, error: 'internal_error' } },
  ])('counts an answer that says nothing as none', async (answer) => {
    server.script('chat.postMessage', answer)

    const error = await post().catch((thrown: unknown) => thrown)

    expect(error).toMatchObject({ code: 'surface-unreachable', details: { isAmbiguous: true } })
    expect(String(error)).not.toContain('proxy')
  })

  it('repeats a post that cannot have reached Slack', async () => {
    const { apiUrl } = server
    await server.close()
    const unreached = createSlackApi({
      token: TOKEN,
      apiUrl,
      clock: systemClock,
      telemetry: { debug() {}, info: (event) => (logged += `${event}\n`), warn() {}, error() {} },
      random: () => 0,
    })

    const call = { arguments: { channel: 'C1', text: 'hello' }, schema: Posted, signal: never }
    const error = await unreached.call('chat.postMessage', call).catch((thrown: unknown) => thrown)

    expect(error).toMatchObject({ code: 'surface-unreachable', details: { isAmbiguous: false } })
    expect(logged.match(/slack-call-repeated/g)).toHaveLength(2)
  })

  it('does not wait for ever', async () => {
    server.script('chat.postMessage', { isSilent: true })

    const error = await post({ timeoutMs: 50 }).catch((thrown: unknown) => thrown)

    expect(error).toMatchObject({ code: 'surface-unreachable', details: { isAmbiguous: true } })
  })

  it('ends with the reason of the signal, while it waits for Slack and while it waits for its turn', async () => {
    const limited = { status: 429, headers: { 'retry-after': '9' }, body: { ok: false, error: 'ratelimited' } }
    server.script('users.info', { isSilent: true })
    server.script('chat.postMessage', limited)
    const stop = new AbortController()
    const reason = new Error('enough')

    const reading = api.call('users.info', { arguments: { user: 'U1' }, schema: Anything, signal: stop.signal })
    const posting = post({ signal: stop.signal })
    setTimeout(() => stop.abort(reason), 50)

    await expect(reading).rejects.toBe(reason)
    await expect(posting).rejects.toBe(reason)
  })

  it('says that a result is not what was expected', async () => {
    server.script('chat.postMessage', { body: { ok: true } })

    const error = await post().catch((thrown: unknown) => thrown)

    expect(error).toBeInstanceOf(KikuError)
    expect(error).toMatchObject({ code: 'surface-unreachable', details: { isAmbiguous: true } })
  })

  it('logs neither the token nor what was written', async () => {
    server.script('chat.postMessage', { status: 500, body: 'down' }, { body: { ok: false, error: 'invalid_blocks' } })
    const errors = [await post().catch((thrown: unknown) => thrown), await post().catch((thrown: unknown) => thrown)]

    const said =
      logged +
      errors.map((error) => (error instanceof KikuError ? error.message + JSON.stringify(error.details) : '')).join()

    expect(said).not.toContain(TOKEN)
    expect(said).not.toContain('秘密')
    expect(said).not.toContain('confidential')
  })
})

describe('identify', () => {
  const said = { ok: true, url: 'https://t.slack.com', team_id: 'T1', user_id: 'U0', bot_id: 'B0', enterprise_id: null }

  it('reads who the token belongs to', async () => {
    server.script('auth.test', { body: said })

    expect(await identify(api, never)).toEqual({ team: 'T1', user: 'U0', bot: 'B0', url: 'https://t.slack.com/' })
  })

  it("refuses a person's token", async () => {
    server.script('auth.test', { body: { ...said, bot_id: undefined } })

    await expect(identify(api, never)).rejects.toMatchObject({
      code: 'surface-refused',
      details: { error: 'not_a_bot' },
    })
  })
})

describe('readScopes', () => {
  it('reads the scopes that Slack names beside its answer', async () => {
    server.script('auth.test', { headers: { 'x-oauth-scopes': 'chat:write, app_mentions:read' }, body: { ok: true } })

    expect(await readScopes(api, never)).toEqual(['chat:write', 'app_mentions:read'])
  })

  it('knows nothing when Slack names none', async () => {
    server.script('auth.test', { body: { ok: true } })

    expect(await readScopes(api, never)).toBeUndefined()
  })
})
