import OpenAI from 'openai'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { mountApi } from '../../../../src/adapters/web/api/mount-api.ts'
import { openAiErrorSchema } from '../../../../src/adapters/web/api/schemas/openai.ts'
import type { WebSurface } from '../../../../src/adapters/web/create-web-surface.ts'
import { silentTelemetry } from '../../../../src/ports/telemetry.ts'
import { createApiHost } from '../../../fakes/web/api-host.ts'
import { ALICE, bearer, createWebBench, JSON_BODY, portOf, tokenFor, type WebBench } from '../server/web-bench.ts'

const MESSAGES = [{ role: 'user' as const, content: 'When does the harbour office open?' }]

describe('what the server refuses before a route that speaks as OpenAI’s API sees it', () => {
  let bench: WebBench
  let surface: WebSurface
  beforeEach(async () => {
    bench = createWebBench()
    surface = await bench.start({
      access: { tokens: [tokenFor('alice', ALICE, { requestsPerMinute: 2 })] },
      limits: { bodyBytes: 2_000 },
      mount: [
        (app, _, { stopping }) =>
          mountApi(app, {
            host: createApiHost({}).host,
            converse() {
              throw new Error('Nothing is asked here.')
            },
            language: 'auto',
            clock: bench.clock,
            telemetry: silentTelemetry,
            questionCharacters: 8_000,
            uploadBytes: 1_000,
            fileEndings: ['.md'],
            stopping,
          }),
      ],
    })
  })
  afterEach(() => bench.close())

  const clientWith = (apiKey: string) =>
    new OpenAI({ baseURL: `http://127.0.0.1:${portOf(surface)}/v1`, apiKey, maxRetries: 0 })
  const chat = (client: OpenAI, content = 'Hello') =>
    client.chat.completions.create({ model: 'kiku', messages: [{ role: 'user', content }] })
  const errorOf = async (asking: Promise<unknown>): Promise<unknown> => {
    return asking.then(
      () => expect.unreachable('The client was not refused.'),
      (thrown: unknown) => thrown,
    )
  }

  it('is told to the openai client as it knows errors: a token that is none', async () => {
    const client = clientWith('somebody-else')

    const chatting = await errorOf(chat(client))
    const embedding = await errorOf(client.embeddings.create({ model: 'x', input: 'y' }))
    const listing = await errorOf(client.models.list())

    for (const error of [chatting, embedding, listing]) {
      expect(error).toBeInstanceOf(OpenAI.AuthenticationError)
      expect(error).toMatchObject({
        status: 401,
        code: 'token-refused',
        type: 'authentication_error',
        message: expect.stringContaining('Ask whoever runs Kiku for a new one.'),
      })
    }
  })

  it('is told to the openai client as it knows errors: more than may be sent', async () => {
    const error = await errorOf(chat(clientWith(ALICE), 'x'.repeat(3_000)))

    expect(error).toMatchObject({
      status: 413,
      code: 'body-too-large',
      type: 'invalid_request_error',
      message: expect.stringContaining('Send less at once.'),
    })
  })

  it('is told to the openai client as it knows errors: too many requests, and when to come again', async () => {
    const client = clientWith(ALICE)
    await client.models.list()
    await client.models.list()

    const error = await errorOf(client.chat.completions.create({ model: 'kiku', messages: MESSAGES, stream: true }))

    expect(error).toBeInstanceOf(OpenAI.RateLimitError)
    expect(error).toMatchObject({ status: 429, code: 'rate-limited', type: 'rate_limit_error' })
    expect(error instanceof OpenAI.RateLimitError && error.headers.get('retry-after')).toMatch(/^\d+$/)
  })

  it.each([
    ['JSON that is none', 400, 'POST', '/v1/chat/completions', JSON_BODY, '{"model": '],
    ['a text', 415, 'POST', '/v1/embeddings', { 'content-type': 'text/plain' }, 'text'],
    ['something compressed', 415, 'POST', '/v1/chat/completions', { ...JSON_BODY, 'content-encoding': 'gzip' }, 'x'],
    ['a method that is not taken', 405, 'DELETE', '/v1/chat/completions', {}, undefined],
    ['a model that is not there', 404, 'GET', '/v1/models/gpt', {}, undefined],
  ])('is told in the same shape: %s', async (_, status, method, path, headers, body) => {
    const reply = await bench.send(surface, path, {
      method,
      headers: { ...bearer(ALICE), ...headers },
      ...(body === undefined ? {} : { body }),
    })

    expect(reply.status).toBe(status)
    expect(reply.headers['content-type']).toBe('application/json; charset=utf-8')
    expect(openAiErrorSchema.safeParse(JSON.parse(reply.body)).success).toBe(true)
  })

  it('is told in the language that is asked for', async () => {
    const reply = await bench.send(surface, '/v1/models', { headers: { 'accept-language': 'ja' } })

    expect(JSON.parse(reply.body)).toMatchObject({ error: { message: expect.stringContaining('サインイン') } })
  })

  it('stays as it is everywhere else', async () => {
    const reply = await bench.send(surface, '/v1/threads')

    expect(reply.status).toBe(401)
    expect(reply.headers['content-type']).toBe('application/problem+json; charset=utf-8')
    expect(reply.headers['www-authenticate']).toContain('Bearer')
  })
})
