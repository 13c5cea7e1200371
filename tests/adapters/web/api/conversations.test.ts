import { describe, expect, it } from 'vitest'
import type { AnswerEvent } from '../../../../src/domain/answer.ts'
import { replies } from '../../../fakes/conversation-fixtures.ts'
import type { ApiScene, VisitorName } from '../../../fakes/web/api-scene.ts'
import { withScenes } from '../../../fakes/web/with-scenes.ts'

const stage = withScenes()

async function ask(scene: ApiScene, question: string, as: VisitorName = 'aki') {
  const { body } = await scene.send('POST', '/v1/ask', { json: { question }, as })
  return { ...body, path: `/v1/threads/${encodeURIComponent(body.threadId)}` }
}

describe('threads', () => {
  it('lists, reads, renames and forgets the threads of a visitor', async () => {
    const scene = await stage({ answering: ({ text }) => replies(`${text} [1].`) })
    const first = await ask(scene, '宿泊費はいくらですか？')
    const second = await ask(scene, 'What about trains?')

    const list = await scene.send('GET', '/v1/threads?limit=1')
    const next = await scene.send('GET', `/v1/threads?limit=1&cursor=${encodeURIComponent(list.body.next)}`)
    const renamed = await scene.send('PATCH', first.path, { json: { title: '出張\u202e費' } })
    const read = await scene.send('GET', first.path)
    const forgotten = await scene.send('DELETE', first.path)
    const gone = await scene.send('GET', first.path)

    expect(list.body.threads).toMatchObject([{ id: second.threadId, title: 'What about trains?', questions: 1 }])
    expect(next.body).toMatchObject({ threads: [{ id: first.threadId }] })
    expect(renamed.status).toBe(204)
    expect(read.body).toMatchObject({
      title: '出張費',
      exchanges: [{ turnId: first.turnId, question: '宿泊費はいくらですか？', answer: { kind: 'answered' } }],
    })
    expect(forgotten.body).toEqual({ turns: 2 })
    expect(gone.status).toBe(404)
  })

  it('shows the threads of others to nobody, as if there were none', async () => {
    const scene = await stage({ answering: () => replies('Yes [1].') })
    const { path, threadId } = await ask(scene, 'What does it cost?')
    const missing = '/v1/threads/web%3Aaki%3Anothing'

    const list = await scene.send('GET', '/v1/threads', { as: 'ben' })
    const pairs = await Promise.all(
      [
        ['GET', undefined],
        ['PATCH', { title: 'mine' }],
        ['DELETE', undefined],
      ].map(async ([method, json]) => {
        const send = (where: string) =>
          scene.send(String(method), where, { as: 'ben', ...(json === undefined ? {} : { json }) })
        return [await send(path), await send(missing)] as const
      }),
    )
    const asked = await scene.send('POST', '/v1/ask', { json: { question: 'And?', threadId }, as: 'ben' })

    expect(list.body.threads).toEqual([])
    for (const [foreign, none] of pairs) {
      expect(foreign.status).toBe(404)
      expect(foreign.text).toBe(none.text)
    }
    expect(asked.status).toBe(404)
    expect((await scene.send('GET', path)).body.exchanges).toHaveLength(1)
  })

  it('leaves an answer out that draws on what its asker may not read any more', async () => {
    const scene = await stage({ answering: () => replies('Secret [1].') })
    const { path, turnId } = await ask(scene, 'What does it cost?')
    const answer = await scene.host.chat.records.findAnswer(turnId)
    if (answer === undefined) throw new Error('There is no answer.')

    const before = await scene.send('GET', path)
    await scene.scene.store.conversations.addAnswer(`${turnId}:answer`, { ...answer, audiences: ['group:board'] })
    const after = await scene.send('GET', path)

    expect(before.body.exchanges[0].answer.text).toBe('Secret [1].')
    expect(after.body.exchanges).toMatchObject([{ question: 'What does it cost?' }])
    expect(after.text).not.toContain('Secret')
  })

  it('stops what is being answered in a thread before it forgets it', async () => {
    const scene = await stage({
      async *answering({ signal }): AsyncGenerator<AnswerEvent> {
        yield { kind: 'token', text: 'Up ' }
        await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
      },
    })
    const response = await fetch(`${scene.url}/v1/ask`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ question: 'What does it cost?' }),
    })
    const reader = response.body!.getReader()
    const begun = new TextDecoder().decode((await reader.read()).value)
    const { threadId } = JSON.parse(begun.split('\n')[1]!.slice('data: '.length))
    while (scene.scene.asked.length === 0) await new Promise((resolve) => setTimeout(resolve, 2))

    const forgotten = await scene.send('DELETE', `/v1/threads/${encodeURIComponent(threadId)}`)
    await scene.api.idle()

    expect(forgotten.body).toEqual({ turns: 1 })
    expect(await scene.host.chat.records.listTurns(threadId, 10)).toEqual([])
    await reader.cancel()
  })

  it('refuses places in the list that it never gave, and titles that are too long', async () => {
    const scene = await stage({ answering: () => replies('Yes [1].') })
    const { path } = await ask(scene, 'What does it cost?')

    const cursor = await scene.send('GET', '/v1/threads?cursor=%00%27%3B--')
    const limit = await scene.send('GET', '/v1/threads?limit=1e9')
    const title = await scene.send('PATCH', path, { json: { title: 'x'.repeat(201) } })

    expect([cursor.status, limit.status, title.status]).toEqual([400, 400, 400])
  })
})

describe('feedback', () => {
  it('is kept for the answer, shown with it, and taken from its asker alone', async () => {
    const scene = await stage({ answering: () => replies('Yes [1].') })
    const { path, turnId } = await ask(scene, 'What does it cost?')
    const json = { turnId, verdict: 'down', reason: '金額が\ud800違います' }

    const given = await scene.send('POST', '/v1/feedback', { json })
    const foreign = await scene.send('POST', '/v1/feedback', { json, as: 'ben' })
    const missing = await scene.send('POST', '/v1/feedback', { json: { ...json, turnId: 'web:local:aki:none' } })
    const slack = await scene.send('POST', '/v1/feedback', { json: { ...json, turnId: 'slack:T1:C1:17.0' } })

    expect([given, foreign, missing, slack].map(({ status }) => status)).toEqual([204, 404, 404, 404])
    expect((await scene.send('GET', path)).body.exchanges[0].feedback).toBe('down')
    expect(await scene.scene.store.conversations.listFeedback(`${turnId}:answer`)).toMatchObject([
      { authorId: 'web:aki', verdict: 'down', reason: '金額が\ufffd違います' },
    ])
  })
})
