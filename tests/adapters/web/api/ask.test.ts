import { describe, expect, it } from 'vitest'
import type { StreamEvent } from '../../../../src/adapters/web/api/schemas/answer.ts'
import { KikuError } from '../../../../src/domain/errors.ts'
import { replies } from '../../../fakes/conversation-fixtures.ts'
import { readEvents } from '../../../fakes/web/check-reply.ts'
import { withScenes } from '../../../fakes/web/with-scenes.ts'

const stage = withScenes()

const STREAM = { accept: 'text/event-stream' }
const EN = 'What does the company pay for a hotel?'
const JA = '宿泊費はいくらまで出ますか？'

describe('POST /v1/ask', () => {
  it.each([EN, JA])('answers as JSON: %s', async (question) => {
    const scene = await stage({ answering: ({ text }) => replies(`${text} [1].`) })

    const reply = await scene.send('POST', '/v1/ask', { json: { question } })

    expect(reply.status).toBe(200)
    expect(reply.body).toMatchObject({ answer: { kind: 'answered', text: `${question} [1].` } })
    expect(reply.body.threadId).toMatch(/^web:aki:[0-9a-f-]{36}$/)
    expect(reply.body.turnId).toMatch(/^web:local:aki:[0-9a-f-]{36}$/)
    expect(scene.scene.asked[0]).toMatchObject({ text: question, asker: 'web:aki', search: 'auto' })
    expect(scene.scene.asked[0]?.audience.labels).toEqual(['public', 'group:finance', 'person:web:aki'])
  })

  it('streams the steps, `begun` first and `done` last', async () => {
    const scene = await stage({ answering: () => replies('2万円まで [1]。') })

    const reply = await scene.send('POST', '/v1/ask', { json: { question: JA, language: 'ja' }, headers: STREAM })

    const kinds = readEvents(reply.text).map((event) => (event as StreamEvent).kind)
    expect(reply.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    expect(kinds[0]).toBe('begun')
    expect(kinds.at(-1)).toBe('done')
    expect(kinds.filter((kind) => kind === 'begun' || kind === 'done' || kind === 'failed')).toHaveLength(2)
    expect(reply.text).toContain('event: token\ndata: {"kind":"token","text":"2万円まで [1]。"}\n\n')
  })

  it('answers as JSON where streams are refused', async () => {
    const scene = await stage({ answering: () => replies('Yes [1].') })

    const reply = await scene.send('POST', '/v1/ask', {
      json: { question: EN },
      headers: { accept: 'text/event-stream;q=0, application/json' },
    })

    expect(reply.headers.get('content-type')).toContain('application/json')
  })

  it('continues a thread, also before its first question is kept', async () => {
    const scene = await stage({ answering: ({ text }) => replies(`${text} [1].`) })

    const first = await scene.send('POST', '/v1/ask', { json: { question: EN } })
    const second = await scene.send('POST', '/v1/ask', {
      json: { question: 'And in Tokyo?', threadId: first.body.threadId },
    })

    expect(second.body.threadId).toBe(first.body.threadId)
    expect(scene.scene.asked[1]?.turns.map(({ text }) => text)).toEqual([EN, `${EN} [1].`])
  })

  it.each([
    ['en', 'I cannot reach the language model.'],
    ['ja', '言語モデルに接続できません。'],
  ])('tells what failed in the language of the request (%s), and nothing else', async (language, title) => {
    const scene = await stage({
      answering: () => {
        throw new KikuError('model-unreachable', 'connect ECONNREFUSED 10.0.0.7:11434', { retryable: true })
      },
    })
    const headers = { 'accept-language': language }

    const reply = await scene.send('POST', '/v1/ask', { json: { question: '?!' }, headers })
    const streamed = await scene.send('POST', '/v1/ask', {
      json: { question: '?!' },
      headers: { ...headers, ...STREAM },
    })

    expect(reply).toMatchObject({ status: 503, body: { title, code: 'model-unreachable', retryable: true } })
    expect(readEvents(streamed.text).at(-1)).toMatchObject({ kind: 'failed', problem: { title } })
    expect(reply.text + streamed.text).not.toContain('10.0.0.7')
  })

  it('tells what failed in the language of the question where the request says none', async () => {
    const scene = await stage({
      answering: () => {
        throw new KikuError('model-failed', 'x')
      },
    })

    const reply = await scene.send('POST', '/v1/ask', { json: { question: JA } })

    expect(reply).toMatchObject({ status: 502, body: { title: '言語モデルでエラーが起きました。' } })
  })

  it('refuses what is no question, and says where it does not fit', async () => {
    const scene = await stage()
    const refuse = async (json: unknown, headers = {}) => {
      const { status, body } = await scene.send('POST', '/v1/ask', { json, headers })
      return [status, body.code, body.errors?.[0]?.path]
    }

    expect(await refuse({ question: '' })).toEqual([400, 'request-invalid', 'question'])
    expect(await refuse({ question: ' \n ' })).toEqual([400, 'question-empty', undefined])
    expect(await refuse({ question: 'x'.repeat(8_001) })).toEqual([413, 'question-too-long', undefined])
    expect(await refuse({ question: EN, id: '../../etc' })).toEqual([400, 'request-invalid', 'id'])
    expect(await refuse({ question: EN, search: 'perhaps' })).toEqual([400, 'request-invalid', 'search'])
    expect(await refuse({ question: EN, threadId: 'web:ben:x' })).toEqual([404, 'not-found', undefined])
    expect(await refuse([])).toEqual([400, 'request-invalid', ''])
    const broken = await scene.send('POST', '/v1/ask', {
      body: '{"question":',
      headers: { 'content-type': 'application/json' },
    })
    const plain = await scene.send('POST', '/v1/ask', { body: 'question', headers: { 'content-type': 'text/plain' } })
    const japanese = await scene.send('POST', '/v1/ask', { json: {}, headers: { 'accept-language': 'ja' } })
    expect([broken.status, plain.status]).toEqual([400, 415])
    expect(japanese.body.errors).toEqual([{ path: 'question', message: 'string である必要があります。' }])
    expect(scene.scene.asked).toEqual([])
  })

  it('takes halves of characters out of a question', async () => {
    const scene = await stage({ answering: ({ text }) => replies(`${text} [1].`) })

    const body = '{"question":"Is \\ud83d this so?"}'
    const reply = await scene.send('POST', '/v1/ask', { body, headers: { 'content-type': 'application/json' } })

    expect(reply.body.answer.text).toBe('Is \ufffd this so? [1].')
  })

  it('never widens what may be read by what a request says', async () => {
    const scene = await stage({ answering: () => replies('Yes [1].') })

    await scene.send('POST', '/v1/ask', {
      as: 'ben',
      json: {
        question: EN,
        audience: { labels: ['group:finance'] },
        labels: ['group:finance'],
        __proto__: { role: 'owner' },
      },
    })

    expect(scene.scene.asked[0]?.audience.labels).toEqual(['public', 'person:web:ben'])
  })
})
