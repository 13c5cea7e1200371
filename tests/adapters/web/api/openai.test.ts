import OpenAI from 'openai'
import { describe, expect, it } from 'vitest'
import type { ConverseRequest } from '../../../../src/adapters/web/api/api-parts.ts'
import type { AnswerEvent } from '../../../../src/domain/answer.ts'
import { KikuError } from '../../../../src/domain/errors.ts'
import { evidence } from '../../../fakes/answer-fixtures.ts'
import { buildAnswer } from '../../../fakes/scripted-kiku.ts'
import type { ApiScene } from '../../../fakes/web/api-scene.ts'
import { withScenes } from '../../../fakes/web/with-scenes.ts'

const stage = withScenes()

const EN = 'What does the company pay for a hotel?'
const JA = '宿泊費はいくらまで出ますか？'

async function stageChat(answer: (request: ConverseRequest) => AsyncIterable<AnswerEvent>) {
  const asked: ConverseRequest[] = []
  const scene = await stage({
    parts: {
      converse(request) {
        asked.push(request)
        return answer(request)
      },
    },
  })
  return { scene, asked, client: clientOf(scene) }
}

function clientOf({ url }: ApiScene, apiKey = 'aki') {
  return new OpenAI({ baseURL: `${url}/v1`, apiKey, maxRetries: 0 })
}

/** An answer whose draft holds. */
async function* hotel(): AsyncGenerator<AnswerEvent> {
  yield { kind: 'status', stage: 'route' }
  yield { kind: 'evidence', evidence: [evidence('Trains.', { key: 3 }), evidence('Hotels.', { key: 7 })], found: 2 }
  for (const text of ['Up to ', '140 euros', ' [2].']) yield { kind: 'token', text }
  const { citations } = buildAnswer()
  yield { kind: 'done', answer: buildAnswer({ text: 'Up to 140 euros [1].', citations }) }
}

describe('POST /v1/chat/completions', () => {
  it('completes a chat of the openai client', async () => {
    const { client, asked } = await stageChat(hotel)

    const completion = await client.chat.completions.create({
      model: 'kiku',
      temperature: 0.2,
      messages: [
        { role: 'system', content: 'You are a pirate.' },
        { role: 'user', content: [{ type: 'text', text: '出張について' }] },
        { role: 'assistant', content: 'Ask me [1].\n\nSources:\n- [1] Travel — travel.md' },
        { role: 'user', content: EN },
      ],
    })

    const [choice] = completion.choices
    expect(choice?.message.content).toBe(
      'Up to 140 euros [1].\n\nSources:\n- [1] Handbook › Start — /handbook/start.md',
    )
    expect(choice).toMatchObject({
      finish_reason: 'stop',
      message: { kiku: { citations: [{ number: 1, key: 7 }], decision: { labels: ['knowledge'] } } },
    })
    expect(completion.usage?.total_tokens).toBeGreaterThan(20)
    expect(asked).toMatchObject([
      {
        text: EN,
        turns: [
          { role: 'user', text: '出張について' },
          { role: 'assistant', text: 'Ask me [1].' },
        ],
        search: 'auto',
        asker: 'web:aki',
        audience: { labels: ['public', 'group:finance', 'person:web:aki'] },
      },
    ])
  })

  it('completes a streamed chat of the openai client, token by token', async () => {
    const { client } = await stageChat(hotel)

    const stream = await client.chat.completions.create({
      model: 'qwen3:8b',
      messages: [{ role: 'user', content: EN }],
      stream: true,
      stream_options: { include_usage: true },
    })
    const chunks: OpenAI.ChatCompletionChunk[] = []
    for await (const chunk of stream) chunks.push(chunk)

    const contents = chunks.flatMap(({ choices }) => choices[0]?.delta.content ?? [])
    expect(contents).toEqual([
      '',
      'Up to ',
      '140 euros',
      ' [1].',
      '\n\nSources:\n- [1] Handbook › Start — /handbook/start.md',
    ])
    expect(chunks.at(-2)?.choices[0]).toMatchObject({
      finish_reason: 'stop',
      delta: { kiku: { citations: [{ key: 7 }] } },
    })
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { completion_tokens: expect.any(Number) } })
    expect(chunks[0]?.usage).toBeNull()
  })

  it('puts a checked answer behind a draft that does not hold', async () => {
    const { client } = await stageChat(async function* () {
      yield { kind: 'token', text: '3万円です。' }
      yield { kind: 'done', answer: buildAnswer({ kind: 'abstained', text: '見つかりませんでした。', citations: [] }) }
    })

    const completion = await client.chat.completions
      .stream({ model: 'kiku', messages: [{ role: 'user', content: JA }] })
      .finalChatCompletion()

    expect(completion.choices[0]?.message.content).toBe(
      '3万円です。\n\n---\n\n**出典と照合した回答:**\n\n見つかりませんでした。',
    )
    expect(completion.choices[0]?.message).toMatchObject({ kiku: { citations: [] } })
  })

  it('keeps nothing of the conversation', async () => {
    const { client, scene } = await stageChat(hotel)

    await client.chat.completions.create({ model: 'kiku', messages: [{ role: 'user', content: EN }] })

    expect((await scene.send('GET', '/v1/threads')).body.threads).toEqual([])
    expect(await scene.scene.store.items.count()).toBe(0)
  })

  it('stops the answer when the client leaves', async () => {
    const aborted: boolean[] = []
    const { client, scene } = await stageChat(async function* ({ signal }) {
      yield { kind: 'token', text: 'Up to ' }
      await new Promise((resolve) => signal.addEventListener('abort', resolve))
      aborted.push(signal.aborted)
      yield { kind: 'failed', error: new KikuError('cancelled', 'stopped') }
    })
    const stream = await client.chat.completions.create({
      model: 'kiku',
      messages: [{ role: 'user', content: EN }],
      stream: true,
    })
    for await (const { choices } of stream) if (choices[0]?.delta.content === 'Up to ') stream.controller.abort()

    await scene.api.idle()

    expect(aborted).toEqual([true])
  })

  it.each([true, false])('tells a failure by its status where nothing was shown (stream: %s)', async (stream) => {
    const { client } = await stageChat(async function* () {
      const details = { seconds: 7 }
      yield { kind: 'failed', error: new KikuError('rate-limited', 'x', { retryable: true, details }) }
    })

    const failure = await client.chat.completions
      .create({ model: 'kiku', messages: [{ role: 'user', content: EN }], stream })
      .catch((thrown: unknown) => thrown)

    expect(failure).toBeInstanceOf(OpenAI.RateLimitError)
    expect(failure).toMatchObject({ status: 429, code: 'rate-limited', type: 'rate_limit_error' })
    expect((failure as InstanceType<typeof OpenAI.APIError>).headers?.get('retry-after')).toBe('7')
  })

  it('tells a failure in the stream where something was shown', async () => {
    const { client } = await stageChat(async function* () {
      yield { kind: 'token', text: '2万円' }
      yield { kind: 'failed', error: new KikuError('model-failed', 'secret host') }
    })
    const stream = await client.chat.completions.create({
      model: 'kiku',
      messages: [{ role: 'user', content: JA }],
      stream: true,
    })

    const reading = (async () => {
      for await (const _chunk of stream);
    })()

    await expect(reading).rejects.toMatchObject({
      message: expect.stringContaining('言語モデルでエラーが起きました。'),
    })
  })

  it.each([
    [{ model: 'gpt-4o', messages: [{ role: 'user', content: EN }] }, 404, 'model-unknown'],
    [{ model: 'kiku', messages: [] }, 400, 'request-invalid'],
    [{ model: 'kiku', messages: [{ role: 'system', content: 'x' }] }, 400, 'request-invalid'],
    [{ model: 'kiku', messages: [{ role: 'user', content: ' ' }] }, 400, 'question-empty'],
    [{ model: 'kiku', messages: [{ role: 'user', content: 'x'.repeat(8_001) }] }, 413, 'question-too-long'],
    [
      { model: 'kiku', messages: Array.from({ length: 257 }, () => ({ role: 'user', content: 'x' })) },
      400,
      'request-invalid',
    ],
    [{ model: 'kiku', messages: [{ role: 'user', content: [{ type: 'image_url' }] }] }, 400, 'parameter-unsupported'],
    [{ model: 'kiku', n: 2, messages: [{ role: 'user', content: EN }] }, 400, 'parameter-unsupported'],
    [
      { model: 'kiku', response_format: { type: 'json_object' }, messages: [{ role: 'user', content: EN }] },
      400,
      'parameter-unsupported',
    ],
    [
      { model: 'kiku', tool_choice: 'required', messages: [{ role: 'user', content: EN }] },
      400,
      'parameter-unsupported',
    ],
  ])('refuses %j in the shape of OpenAI', async (json, status, code) => {
    const { scene, asked } = await stageChat(hotel)

    const reply = await scene.send('POST', '/v1/chat/completions', { json })

    expect(reply).toMatchObject({ status, body: { error: { code, type: 'invalid_request_error' } } })
    expect(reply.body.error.message).not.toBe('')
    expect(asked).toEqual([])
  })

  it('takes the search mode that only Kiku knows', async () => {
    const { scene, asked } = await stageChat(hotel)

    const json = { model: 'kiku', messages: [{ role: 'user', content: JA }], kiku: { search: 'always' } }
    const reply = await scene.send('POST', '/v1/chat/completions', { json, as: 'ben' })

    expect(reply.body.choices[0].message.content).toContain('出典:\n- [1] Handbook › Start — start.md')
    expect(asked[0]).toMatchObject({
      search: 'always',
      language: 'ja',
      audience: { labels: ['public', 'person:web:ben'] },
    })
  })

  it('tells refusals of broken requests in the shape of OpenAI', async () => {
    const { scene } = await stageChat(hotel)

    const headers = { 'content-type': 'application/json', 'accept-language': 'ja' }
    const broken = await scene.send('POST', '/v1/chat/completions', { body: '{', headers })

    expect(broken).toMatchObject({ status: 400, body: { error: { type: 'invalid_request_error' } } })
    expect(broken.body.error.message).toContain('リクエストの内容が正しくありません。')
  })
})
