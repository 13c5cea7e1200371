import OpenAI from 'openai'
import { describe, expect, it } from 'vitest'
import { bundledEmbedder } from '../../../fakes/index-fixtures.ts'
import type { ApiScene } from '../../../fakes/web/api-scene.ts'
import { withScenes } from '../../../fakes/web/with-scenes.ts'

const stage = withScenes()

function clientOf({ url }: ApiScene) {
  return new OpenAI({ baseURL: `${url}/v1`, apiKey: 'aki', maxRetries: 0 })
}

describe('POST /v1/embeddings', () => {
  it('embeds texts for the openai client, which asks for base64', async () => {
    const scene = await stage()
    const input = ['Hotels are paid up to 140 euros.', '宿泊費は2万円まで']

    const { data, usage, model } = await clientOf(scene).embeddings.create({ model: bundledEmbedder.id, input })
    const floats = await scene.send('POST', '/v1/embeddings', { json: { model, input: input[1], side: 'query' } })
    const keys = await scene.send('POST', '/v1/embeddings', {
      json: { model, input: input[1], side: 'key', task: 'tool' },
    })

    const expected = await bundledEmbedder.embed(input, { task: 'qa', side: 'query' }, new AbortController().signal)
    expect(data.map(({ embedding }) => embedding)).toEqual(expected.map((vector) => Array.from(vector)))
    expect(floats.body.data).toHaveLength(1)
    expect(floats.body.data[0].embedding).toEqual(Array.from(expected[1]!))
    expect(keys.status).toBe(200)
    expect(usage.total_tokens).toBeGreaterThan(5)
  })

  it('embeds as many texts as it takes, and no more', async () => {
    const scene = await stage()
    const embed = async (json: object) => {
      const reply = await scene.send('POST', '/v1/embeddings', { json: { model: bundledEmbedder.id, ...json } })
      return [reply.status, reply.body.error?.code ?? reply.body.data.length]
    }

    expect(await embed({ input: Array.from({ length: 128 }, (_, at) => `text ${at}`) })).toEqual([200, 128])
    expect(await embed({ input: Array.from({ length: 129 }, () => 'text') })).toEqual([400, 'request-invalid'])
    expect(await embed({ input: Array.from({ length: 7 }, () => 'x'.repeat(30_000)) })).toEqual([413, 'body-too-large'])
    expect(await embed({ input: 'x'.repeat(32_001) })).toEqual([400, 'request-invalid'])
    expect(await embed({ input: [1, 2, 3] })).toEqual([400, 'request-invalid'])
    expect(await embed({ input: [] })).toEqual([400, 'request-invalid'])
    expect(await embed({ input: 'x', dimensions: 3 })).toEqual([400, 'parameter-unsupported'])
    expect(await embed({ input: 'x', model: 'text-embedding-3-small' })).toEqual([404, 'model-unknown'])
    expect(await embed({ input: 'Is \ud83d so?' })).toEqual([200, 1])
  })
})

describe('GET /v1/models', () => {
  it('lists Kiku and its embedder', async () => {
    const scene = await stage()
    const client = clientOf(scene)

    const ids: string[] = []
    for await (const { id } of client.models.list()) ids.push(id)
    const one = await client.models.retrieve(bundledEmbedder.id)
    const none = await scene.send('GET', '/v1/models/gpt-4o')

    expect(ids).toEqual(['kiku', bundledEmbedder.id])
    expect(one.id).toBe(bundledEmbedder.id)
    expect(none).toMatchObject({ status: 404, body: { error: { code: 'model-unknown' } } })
  })
})
