import { Routes } from 'discord.js'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type DiscordRequest, refusalOf } from '../../../../src/adapters/discord/api/discord-api.ts'
import { ok, openRest, refused, TOKEN } from './scripted-rest.ts'

const CHANNEL = '300000000000000001'
const APP = '100000000000000001'
const never = new AbortController().signal
const Id = z.object({ id: z.string() })

const get = (changes: Partial<DiscordRequest<{ id: string }>> = {}): DiscordRequest<{ id: string }> => ({
  method: 'GET',
  route: Routes.channel(CHANNEL),
  schema: Id,
  signal: never,
  ...changes,
})

const post = (changes: Partial<DiscordRequest<{ id: string }>> = {}): DiscordRequest<{ id: string }> =>
  get({ method: 'POST', route: Routes.channelMessages(CHANNEL), body: { content: 'こんにちは' }, ...changes })

describe('a call of Discord', () => {
  it.concurrent('carries the token of the bot and gives what is needed of the answer', async (context) => {
    const { api, seen } = await openRest(context, [ok({ id: CHANNEL, name: 'general' })])

    const result = await api.call(get({ query: new URLSearchParams({ limit: '5' }) }))

    expect(result).toEqual({ id: CHANNEL })
    expect(seen[0]).toMatchObject({
      method: 'GET',
      path: `/channels/${CHANNEL}?limit=5`,
      authorization: `Bot ${TOKEN}`,
    })
  })

  it.concurrent('reads nothing as undefined, whatever type nothing says that it has', async (context) => {
    const { api } = await openRest(context, [{ status: 204 }])

    const result = await api.call({ ...get(), method: 'DELETE', schema: z.undefined() })

    expect(result).toBeUndefined()
  })

  it.concurrent('lets no message ping anybody', async (context) => {
    const { api, seen } = await openRest(context, [ok({ id: '1' }), ok({ id: '1' }), ok({ id: '1' })])
    const body = { content: '@everyone', allowed_mentions: { parse: ['everyone'] } }

    await api.call(post({ body }))
    await api.call(get({ method: 'PATCH', route: Routes.webhookMessage(APP, 'token'), body }))
    await api.call(post({ route: Routes.interactionCallback('1', 'token'), body: { type: 4, data: body } }))

    const quiet = { content: '@everyone', allowed_mentions: { parse: [], replied_user: false } }
    expect(seen.map((request) => request.body)).toEqual([quiet, quiet, { type: 4, data: quiet }])
  })

  it.concurrent('says what Discord refuses, without what was said and without tokens of interactions', async (context) => {
    const errors = { content: { _errors: [{ code: 'BASE_TYPE_MAX_LENGTH', message: 'Too long.' }] } }
    const { api, log } = await openRest(context, [refused(400, 50035, errors)])

    const failing = api.call(post({ route: Routes.webhook(APP, 'very-secret'), isByInteraction: true }))

    const error = await failing.catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'surface-refused', details: { status: 400, error: 50035, fields: 'content' } })
    expect(refusalOf(error)).toBe(50035)
    expect(JSON.stringify([error, log, String(error)])).not.toMatch(/very-secret|こんにちは|secret\.bot/)
    expect(error).not.toHaveProperty('cause')
  })

  it.concurrent('is unreadable when it lacks what is needed', async (context) => {
    const { api } = await openRest(context, [ok({ name: 'no id' }), { status: 200, body: '<html>' }])

    await expect(api.call(get())).rejects.toMatchObject({ code: 'surface-unreachable', details: { isAmbiguous: true } })
    await expect(api.call(get())).rejects.toMatchObject({ code: 'surface-unreachable' })
  })
})

describe('a call that fails', () => {
  it.concurrent('is repeated after a broken connection where that does no harm', async (context) => {
    const { api, seen } = await openRest(context, ['drop', { status: 503 }, ok({ id: '7' })])

    const result = await api.call(post({ isRepeatable: true }))

    expect(result).toEqual({ id: '7' })
    expect(seen).toHaveLength(3)
  })

  it.concurrent.for(['drop', { status: 500 }] as const)(
    'is not repeated where it may have had its effect: %j',
    async (step, context) => {
      const { api, seen } = await openRest(context, [step, ok({ id: '7' })])

      const failing = api.call(post())

      await expect(failing).rejects.toMatchObject({ code: 'surface-unreachable', details: { isAmbiguous: true } })
      expect(seen).toHaveLength(1)
    },
  )

  it.concurrent('is unreachable where Discord says nothing until the deadline', async (context) => {
    const { api } = await openRest(context, ['hang'])

    const failing = api.call(post({ timeoutMs: 60 }))

    await expect(failing).rejects.toMatchObject({ code: 'surface-unreachable', details: { isAmbiguous: true } })
  })

  it.concurrent('ends with the reason of the signal', async (context) => {
    const { api } = await openRest(context, ['hang'])
    const stop = new AbortController()

    const failing = api.call(get({ signal: stop.signal }))
    setTimeout(() => stop.abort(new Error('enough')), 30)

    await expect(failing).rejects.toThrow('enough')
  })
})

describe('a call that is limited', () => {
  const limited = { status: 429, body: { message: 'Slow down.', retry_after: 0.05, global: false } }

  it.concurrent('waits for as long as Discord says', async (context) => {
    const { api, seen, log } = await openRest(context, [
      { ...limited, headers: { 'retry-after': '0.05', 'x-ratelimit-scope': 'user' } },
      ok({ id: '1' }),
    ])

    const result = await api.call(post())

    expect(result).toEqual({ id: '1' })
    expect(seen).toHaveLength(2)
    expect(log.some((line) => line.startsWith('info discord-rate-limited'))).toBe(true)
  })

  it.concurrent('does not hammer where Discord does not say for how long', async (context) => {
    const { api, seen } = await openRest(context, [{ status: 429, body: '<html>' }])

    const failing = api.call(post({ timeoutMs: 150 }))

    await expect(failing).rejects.toMatchObject({ code: 'deadline-exceeded', details: { holder: 'discord' } })
    expect(seen).toHaveLength(1)
  })

  it.concurrent('was not made when its turn did not come in time', async (context) => {
    const { api, seen } = await openRest(context, [
      { status: 200, body: { id: '1' }, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset-after': '9' } },
    ])
    await api.call(post())

    const failing = api.call(post({ timeoutMs: 50 }))

    await expect(failing).rejects.toMatchObject({ code: 'deadline-exceeded' })
    expect(seen).toHaveLength(1)
  })

  it.concurrent('is refused where too many are under way already', async (context) => {
    const { api } = await openRest(context, ['hang'])
    const stop = new AbortController()
    const calls = Array.from({ length: 50 }, () => api.call(post({ signal: stop.signal })).catch(() => {}))

    const failing = api.call(post())

    await expect(failing).rejects.toMatchObject({ code: 'queue-full', retryable: true })
    stop.abort(new Error('enough'))
    await Promise.all(calls)
  })
})

describe('a call that Discord does not allow', () => {
  it.concurrent('ends all others when the token is refused', async (context) => {
    const { api, seen, log } = await openRest(context, [refused(401, 0), ok({ id: '1' })])
    await api.call(get()).catch(() => {})

    const failing = api.call(post())

    await expect(failing).rejects.toMatchObject({ code: 'surface-refused', details: { status: 401 } })
    expect(seen).toHaveLength(1)
    expect(log.filter((line) => line.startsWith('error discord-token-refused'))).toHaveLength(1)
  })

  it.concurrent('leaves the token of the bot alone when that of an interaction has expired', async (context) => {
    const { api, seen } = await openRest(context, [refused(401, 50027), ok({ id: '1' })])
    const late = post({ route: Routes.webhook(APP, 'expired'), isByInteraction: true })
    await expect(api.call(late)).rejects.toMatchObject({ details: { error: 50027 } })

    const result = await api.call(post())

    expect(result).toEqual({ id: '1' })
    expect(seen.map(({ authorization }) => authorization)).toEqual([undefined, `Bot ${TOKEN}`])
  })

  it.concurrent('is not made again for a while in the same channel', async (context) => {
    const { api, seen, advance } = await openRest(context, [refused(403, 50013), ok({ id: '1' }), ok({ id: '2' })])
    await api.call(post()).catch(() => {})

    await expect(api.call(post())).rejects.toMatchObject({ details: { error: 50013 } })
    const elsewhere = await api.call(post({ route: Routes.channelMessages('300000000000000002') }))
    advance(60_000)
    const later = await api.call(post())

    expect([elsewhere, later]).toEqual([{ id: '1' }, { id: '2' }])
    expect(seen).toHaveLength(3)
  })
})
