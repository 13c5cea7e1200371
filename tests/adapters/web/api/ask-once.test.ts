import { describe, expect, it } from 'vitest'
import { createMemoryStore } from '../../../../src/adapters/memory/memory-store.ts'
import { replies } from '../../../fakes/conversation-fixtures.ts'
import { createGate } from '../../../fakes/gate.ts'
import { pendingAnswer, pendingCall } from '../../../fakes/pending-answer.ts'
import { openStream, readUntil, waitingAnswer } from '../../../fakes/web/ask-streams.ts'
import { readEvents } from '../../../fakes/web/check-reply.ts'
import { withScenes } from '../../../fakes/web/with-scenes.ts'

const stage = withScenes()

const STREAM = { accept: 'text/event-stream' }
const EN = 'What does the company pay for a hotel?'
const JA = '宿泊費はいくらまで出ますか？'

describe('answers, once each', () => {
  it('answers one id once, and gives its answer again', async () => {
    const scene = await stage({ answering: () => replies('Once [1].') })
    const json = { question: EN, id: 'question-0001' }

    const first = await scene.send('POST', '/v1/ask', { json })
    const again = await scene.send('POST', '/v1/ask', { json })
    const streamed = await scene.send('POST', '/v1/ask', { json, headers: STREAM })
    const other = await scene.send('POST', '/v1/ask', { json: { ...json, question: 'Something else?' } })

    expect(again.body).toEqual(first.body)
    expect(readEvents(streamed.text)).toMatchObject([
      { kind: 'begun', threadId: first.body.threadId, turnId: 'web:local:aki:question-0001' },
      { kind: 'done', answer: { text: 'Once [1].' } },
    ])
    expect(other).toMatchObject({ status: 409, body: { code: 'id-reused' } })
    expect(scene.scene.asked).toHaveLength(1)
  })

  it('keeps the ids of visitors apart', async () => {
    const scene = await stage({ answering: ({ asker }) => replies(`For ${asker} [1].`) })
    const json = { question: EN, id: 'question-0001' }

    await scene.send('POST', '/v1/ask', { json })
    const other = await scene.send('POST', '/v1/ask', { json, as: 'ben' })

    expect(other.body.answer.text).toBe('For web:ben [1].')
  })

  it('says that a question is being answered already', async () => {
    const { answering, gate } = waitingAnswer()
    const scene = await stage({ answering })
    const json = { question: JA, id: 'question-0001' }
    const first = await openStream(scene, json)
    await readUntil(first, 'Up ')

    const again = await scene.send('POST', '/v1/ask', { json, headers: { 'accept-language': 'ja' } })

    expect(again).toMatchObject({ status: 409, body: { code: 'question-running', retryable: true } })
    expect(again.body.title).toBe('この質問にはすでに回答中です。')
    expect(again.headers.get('retry-after')).toBe('1')
    gate.open()
  })

  it('stops the answer when the client leaves, and answers the same id anew afterwards', async () => {
    const { answering, aborted } = waitingAnswer()
    const scene = await stage({
      answering: (request) => (aborted.length === 0 ? answering(request) : replies('Now [1].')),
    })
    const leaving = new AbortController()
    const json = { question: EN, id: 'question-0001' }
    const response = await openStream(scene, json, leaving.signal)
    await readUntil(response, 'Up ')

    leaving.abort()
    await scene.api.idle()

    expect(aborted).toEqual([EN])
    expect(await scene.host.chat.intake.listInterrupted('web')).toEqual([])
    const again = await scene.send('POST', '/v1/ask', { json })
    expect(again.body.answer.text).toBe('Now [1].')
  })

  it('stops an answer that was to be JSON when the client leaves', async () => {
    const { answering, aborted } = waitingAnswer()
    const scene = await stage({ answering })
    const leaving = new AbortController()
    const asking = scene.send('POST', '/v1/ask', { json: { question: EN }, signal: leaving.signal })
    asking.catch(() => {})
    while (scene.scene.asked.length === 0) await new Promise((resolve) => setTimeout(resolve, 2))

    leaving.abort()
    await expect(asking).rejects.toThrow()
    await scene.api.idle()

    expect(aborted).toEqual([EN])
    expect(scene.errors).toEqual([])
  })

  it('answers again in the place of the first answer, for whoever asked alone', async () => {
    let answers = 0
    const nextNumber = () => {
      answers += 1
      return answers
    }
    const scene = await stage({ answering: () => replies(`Answer ${nextNumber()} [1].`) })
    const { body } = await scene.send('POST', '/v1/ask', { json: { question: EN } })
    const again = { question: 'ignored', repeats: body.turnId, search: 'always' }

    const repeated = await scene.send('POST', '/v1/ask', { json: again })
    const foreign = await scene.send('POST', '/v1/ask', { json: again, as: 'ben' })
    const missing = await scene.send('POST', '/v1/ask', {
      json: { ...again, repeats: 'web:local:ben:nothing' },
      as: 'ben',
    })
    const thread = await scene.send('GET', `/v1/threads/${encodeURIComponent(body.threadId)}`)

    expect(repeated.body).toMatchObject({
      threadId: body.threadId,
      turnId: body.turnId,
      answer: { text: 'Answer 2 [1].' },
    })
    expect(scene.scene.asked[1]).toMatchObject({ text: EN, search: 'always', turns: [] })
    expect(foreign).toMatchObject({ status: 404 })
    expect(foreign.text).toBe(missing.text)
    expect(thread.body.exchanges).toMatchObject([{ question: EN, answer: { text: 'Answer 2 [1].' } }])
  })

  it('lets a repetition take the place of an answer that is still being made', async () => {
    const { answering, aborted } = waitingAnswer()
    const scene = await stage({
      answering: (request) => (aborted.length === 0 ? answering(request) : replies('Anew [1].')),
    })
    const first = await openStream(scene, { question: EN, id: 'question-0001' })
    const readRest = await readUntil(first, 'Up ')

    const repeated = await scene.send('POST', '/v1/ask', {
      json: { question: EN, repeats: 'web:local:aki:question-0001' },
    })

    expect(repeated.body.answer.text).toBe('Anew [1].')
    expect(await readRest()).toContain('"code":"cancelled"')
  })

  it('runs an approved call once, and tells what came of it', async () => {
    const approved: unknown[] = []
    const gate = createGate()
    const scene = await stage({
      async *answering(request) {
        if (request.approved === undefined) yield { kind: 'done', answer: { ...pendingAnswer(), audiences: [] } }
        else {
          approved.push(request.approved.callId)
          yield { kind: 'token', text: 'Booking ' }
          await gate.passed
          yield* replies('Booking 7 is gone [1].')
        }
      },
    })
    const asked = await scene.send('POST', '/v1/ask', { json: { question: 'Delete booking 7' } })
    const approval = { turnId: asked.body.turnId, callId: pendingCall().callId }
    const json = { question: 'Delete booking 7', approved: approval }

    const foreign = await scene.send('POST', '/v1/ask', { json, as: 'ben' })
    const first = await openStream(scene, json)
    const readRest = await readUntil(first, 'Booking ')
    const second = await scene.send('POST', '/v1/ask', { json })
    const repeated = await scene.send('POST', '/v1/ask', { json: { question: 'x', repeats: asked.body.turnId } })
    gate.open()
    expect(await readRest()).toContain('Booking 7 is gone')
    const late = await scene.send('POST', '/v1/ask', { json })
    const wrong = await scene.send('POST', '/v1/ask', { json: { ...json, approved: { ...approval, callId: 'x' } } })

    expect(foreign.status).toBe(404)
    expect([second.status, repeated.status]).toEqual([409, 409])
    expect(late.body.answer.text).toBe('Booking 7 is gone [1].')
    expect(wrong.status).toBe(404)
    expect(approved).toEqual([pendingCall().callId])
  })

  it('declines a call, once, for whoever asked alone', async () => {
    const scene = await stage({
      async *answering() {
        yield { kind: 'done', answer: { ...pendingAnswer(), audiences: [] } }
      },
    })
    const { body } = await scene.send('POST', '/v1/ask', { json: { question: 'Delete booking 7' } })
    const json = { turnId: body.turnId, callId: pendingCall().callId }

    const foreign = await scene.send('POST', '/v1/approvals', { json, as: 'ben' })
    const declined = await scene.send('POST', '/v1/approvals', { json })
    const again = await scene.send('POST', '/v1/approvals', { json })
    const approving = await scene.send('POST', '/v1/ask', { json: { question: 'x', approved: json } })

    expect([foreign.status, declined.status, again.status, approving.status]).toEqual([404, 204, 409, 409])
  })

  it('leaves what the end of the process interrupts to the next start, which answers it', async () => {
    const store = createMemoryStore()
    const { answering, aborted } = waitingAnswer()
    const scene = await stage({ answering, ports: { store } })
    const response = await openStream(scene, { question: EN, id: 'question-0001' })
    const readRest = await readUntil(response, 'Up ')

    scene.interrupt()
    await scene.api.idle()
    const told = await readRest()
    const next = await stage({ answering: () => replies('After all [1].'), ports: { store } })
    await next.api.resume()
    const reply = await next.send('POST', '/v1/ask', { json: { question: EN, id: 'question-0001' } })

    expect(aborted).toEqual([EN])
    expect(told).toContain('event: failed')
    expect(reply.body.answer.text).toBe('After all [1].')
    expect(next.scene.asked).toHaveLength(1)
    expect(await next.host.chat.intake.listInterrupted('web')).toEqual([])
  })
})
