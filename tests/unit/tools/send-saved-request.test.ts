import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KikuError } from '../../../src/domain/errors.ts'
import {
  type IncomingResponse,
  type OutgoingRequest,
  type SavedRequest,
  savedRequestSchema,
} from '../../../tools/saved-requests/saved-request.ts'
import { callTool, toolsWith } from './call-tool.ts'

const TOKEN = 's3cr3t/tök"en+1'.replace('ö', 'o')

const WEATHER = {
  name: 'weather',
  description: 'Weather of a city.',
  examples: ['Weather in Oslo?', '大阪の天気は？'],
  url: 'https://api.example.com/v1/cities/{city}/weather?days={days}&units={units}',
  parameters: {
    city: { description: 'Name of the city' },
    days: { description: 'Days ahead', type: 'integer' },
    units: { description: 'Units', type: 'choice', choices: ['metric', 'us'], required: false },
  },
  headers: { Accept: 'application/json' },
  secretHeaders: { Authorization: { secret: 'WEATHER_TOKEN', template: 'Bearer {secret}' } },
}

const TICKET = {
  name: 'create_ticket',
  description: 'Creates a ticket.',
  method: 'POST',
  url: 'https://tickets.example.com/api/tickets',
  parameters: {
    title: { description: 'Title' },
    priority: { description: 'Priority', type: 'integer', required: false },
  },
  body: { title: '{title}', priority: '{priority}', note: 'From Kiku: {title}', tags: ['kiku'] },
}

type Script = (request: OutgoingRequest) => IncomingResponse | Error

function service(
  saved: unknown,
  script: Script = () => ({ status: 200, text: '{"ok":true}' }),
  secret: string | undefined = TOKEN,
) {
  const sent: OutgoingRequest[] = []
  const requests: readonly SavedRequest[] = [savedRequestSchema.parse(saved)]
  const tools = toolsWith({
    saved: {
      requests,
      readSecret: () => secret,
      send: async (request) => {
        sent.push(request)
        const answer = script(request)
        if (answer instanceof Error) throw answer
        return answer
      },
    },
  })
  return { sent, tools }
}

describe('a saved request', () => {
  it('is sent with its parameters percent-encoded and its secret in the header', async () => {
    const { sent, tools } = service(WEATHER)

    const result = await callTool(tools, 'request_weather', { city: '大阪/a?b#c&d', days: 3 })

    expect(sent).toEqual([
      {
        method: 'GET',
        url: 'https://api.example.com/v1/cities/%E5%A4%A7%E9%98%AA%2Fa%3Fb%23c%26d/weather?days=3',
        headers: { accept: 'application/json', authorization: `Bearer ${TOKEN}` },
      },
    ])
    expect(result).toEqual({ text: 'HTTP 200\n{"ok":true}', isError: false, location: sent[0]?.url })
  })

  it('fills its body with values of their own type and leaves out what was not given', async () => {
    const { sent, tools } = service(TICKET)

    await callTool(tools, 'request_create_ticket', { title: 'a "quoted" {title}' })

    expect(sent[0]?.headers).toEqual({ 'content-type': 'application/json' })
    expect(JSON.parse(sent[0]?.body ?? '')).toEqual({
      title: 'a "quoted" {title}',
      note: 'From Kiku: a "quoted" {title}',
      tags: ['kiku'],
    })
  })

  it('says what it does: reading needs no approval, everything else does', () => {
    const effects = (saved: unknown) =>
      service(saved)
        .tools.list()
        .find(({ id }) => id.startsWith('request_'))?.effects

    expect(effects(WEATHER)).toEqual({ readOnly: true, destructive: false, openWorld: true })
    expect(effects(TICKET)).toEqual({ readOnly: false, destructive: false, openWorld: true })
    expect(effects({ ...TICKET, method: 'DELETE' })).toMatchObject({ readOnly: false, destructive: true })
  })

  it.each([
    [{ city: '..', days: 1 }],
    [{ city: '.', days: 1 }],
    [{ city: '', days: 1 }],
    [{ city: 'x'.repeat(300), days: 1 }],
    [{ city: 'Oslo', days: 'many' }],
    [{ city: 'Oslo', days: 1.5 }],
    [{ city: 'Oslo', days: 1, units: 'kelvin' }],
    [{ city: 'Oslo', days: 1, host: 'evil.example' }],
    [{ days: 1 }],
  ])('is not sent with %j', async (given) => {
    const { sent, tools } = service(WEATHER)

    expect(await callTool(tools, 'request_weather', given)).toMatchObject({ isError: true })
    expect(sent).toEqual([])
  })

  it('goes to the address of the configuration, whatever the values are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }), async (city) => {
        const { sent, tools } = service(WEATHER)

        await callTool(tools, 'request_weather', { city, days: 1 })

        const [request] = sent
        if (request === undefined) return
        const { origin, pathname, search, hash } = new URL(request.url)
        expect([origin, search, hash]).toEqual(['https://api.example.com', '?days=1', ''])
        expect(pathname.split('/')).toHaveLength(5)
        expect(pathname).toMatch(/^\/v1\/cities\/[^/]+\/weather$/)
      }),
    )
  })

  it('hides its secret where the server sends it back, in any shape', async () => {
    const shapes = [TOKEN, encodeURIComponent(TOKEN), Buffer.from(TOKEN).toString('base64'), JSON.stringify(TOKEN)]
    const { tools } = service(WEATHER, () => ({ status: 401, text: shapes.join('\n') }))

    const result = await callTool(tools, 'request_weather', { city: 'Oslo', days: 1 })

    expect(result.isError).toBe(true)
    expectNoSecret(result)
  })

  it.each([
    ['of any kind', new Error(`connect failed with Bearer ${TOKEN}`)],
    ['of Kiku', new KikuError('tool-failed', `refused: ${TOKEN}`, { cause: { headers: { authorization: TOKEN } } })],
  ])('hides its secret in errors %s', async (_, error) => {
    const { tools } = service(WEATHER, () => error)

    const thrown: unknown = await callTool(tools, 'request_weather', { city: 'Oslo', days: 1 }).catch((one) => one)

    expect(thrown).toMatchObject({ code: 'tool-failed' })
    expectNoSecret(thrown)
  })

  it.each([
    ['is not set', undefined],
    ['would begin another header', 'abc\r\nX-Evil: 1'],
  ])('is not sent when its secret %s', async (_, secret) => {
    const { sent, tools } = service(WEATHER, undefined, secret ?? '')

    const result = await callTool(tools, 'request_weather', { city: 'Oslo', days: 1 }, { language: 'ja' })

    expect(result).toMatchObject({ isError: true, text: expect.stringContaining('WEATHER_TOKEN') })
    expect([sent, result.text.includes('abc')]).toEqual([[], false])
  })

  it('tells of redirects and failures of the server instead of following them', async () => {
    const { tools } = service(WEATHER, () => ({ status: 302, text: 'moved' }))

    expect(await callTool(tools, 'request_weather', { city: 'Oslo', days: 1 })).toEqual({
      text: 'HTTP 302\nmoved',
      isError: true,
    })
  })

  it('is there only for those whom the configuration names', async () => {
    const { tools } = service({ ...WEATHER, audience: 'slack:T1' })
    const given = { city: 'Oslo', days: 1 }

    await expect(callTool(tools, 'request_weather', given)).rejects.toMatchObject({ code: 'tool-missing' })
    const audience = { labels: ['public', 'slack:T1'] }
    expect(await callTool(tools, 'request_weather', given, { audience })).toMatchObject({ isError: false })
  })
})

describe('the configuration of a saved request', () => {
  it('is refused when two have the same name', () => {
    const requests = [savedRequestSchema.parse(WEATHER), savedRequestSchema.parse(WEATHER)]
    const saved = { requests, readSecret: () => undefined, send: () => Promise.reject(new Error('unscripted')) }

    expect(() => toolsWith({ saved })).toThrow(expect.objectContaining({ code: 'config-invalid' }))
  })

  it.each([
    ['a parameter in the host', { ...WEATHER, url: 'https://{city}.example.com/?days={days}&units={units}' }],
    ['a parameter after the host', { ...WEATHER, url: 'https://example.com{city}/?days={days}&units={units}' }],
    ['a scheme of no web server', { ...WEATHER, url: 'file:///{city}?days={days}&units={units}' }],
    ['a password in the address', { ...WEATHER, url: 'https://a:b@example.com/{city}?d={days}&u={units}' }],
    ['a parameter that is not described', { ...TICKET, url: 'https://tickets.example.com/{nobody}' }],
    ['a parameter that is not used', { ...TICKET, parameters: { ...WEATHER.parameters } }],
    [
      'an optional part of the path',
      { ...WEATHER, parameters: { ...WEATHER.parameters, city: { description: 'c', required: false } } },
    ],
    ['a body to read with', { ...WEATHER, body: {} }],
    ['a header in two lines', { ...WEATHER, headers: { Accept: 'a\r\nX-Evil: 1' } }],
    ['a header twice', { ...WEATHER, headers: { authorization: 'Basic' } }],
    ['a secret header without its secret', { ...WEATHER, secretHeaders: { A: { secret: 'T', template: 'Bearer' } } }],
    ['a name that no model could call', { ...WEATHER, name: 'the weather!' }],
  ])('is refused with %s', (_, saved) => {
    expect(savedRequestSchema.safeParse(saved).success).toBe(false)
  })
})

function expectNoSecret(told: unknown): void {
  const text = inspect(told, { depth: 10 }) + JSON.stringify(told)
  for (const shape of [TOKEN, encodeURIComponent(TOKEN), Buffer.from(TOKEN).toString('base64').replace(/=+$/, '')]) {
    expect(text).not.toContain(shape)
  }
}
