import { describe, expect, it } from 'vitest'
import { createMemoryStore } from '../../../src/adapters/memory/memory-store.ts'
import { createRateLimit } from '../../../src/conversation/rate-limit.ts'
import { createThreadLock } from '../../../src/conversation/thread-lock.ts'
import { createTurnQueue } from '../../../src/conversation/turn-queue.ts'
import type { AnswerEvent } from '../../../src/domain/answer.ts'
import { KikuError } from '../../../src/domain/errors.ts'
import { collect, tickingClock } from '../../fakes/answer-fixtures.ts'
import { message, neverAborts, replies, stageConversation, unexpected } from '../../fakes/conversation-fixtures.ts'

describe('a question', () => {
  it('is answered once, and a redelivery yields nothing', async () => {
    const { handle, asked } = stageConversation(() => replies('It is so [1].'))

    const first = await collect(handle(message('Is it so?'), neverAborts))
    const second = await collect(handle(message('Is it so?'), neverAborts))

    expect(first.map(({ kind }) => kind)).toEqual(['token', 'done'])
    expect(second).toEqual([])
    expect(asked).toHaveLength(1)
  })

  it('is passed on with its language, its readers and the turns before it', async () => {
    const { handle, asked } = stageConversation(() => replies('それは青です [1]。'))
    await collect(handle(message('色は何ですか？', { id: '1' }), neverAborts))

    await collect(handle(message('それはなぜですか？', { id: '2' }), neverAborts))

    expect(asked[1]).toMatchObject({
      text: 'それはなぜですか？',
      language: 'ja',
      threadId: 'thread-1',
      audience: { labels: ['public', 'slack:T1:C1'] },
    })
    expect(asked[1]?.turns.map(({ role, text }) => [role, text])).toEqual([
      ['user', '色は何ですか？'],
      ['assistant', 'それは青です [1]。'],
    ])
  })

  it('is remembered with its answer before the answer is shown; what was asked becomes history of its channel', async () => {
    const { handle, drain, store, attached } = stageConversation(() => replies('The roof is blue [1].'))

    for await (const event of handle(message('What colour is the roof?'), neverAborts)) {
      if (event.kind !== 'done') continue
      const turns = await store.conversations.listTurns('thread-1', 10)
      expect(turns.map(({ text }) => text)).toEqual(['What colour is the roof?', 'The roof is blue [1].'])
      expect(await store.conversations.findAnswer(turns[1]?.id ?? '')).toMatchObject({ text: 'The roof is blue [1].' })
    }
    await drain()

    expect(
      [...attached.values()].map(({ audience, namespace, text, vectors }) => [
        audience,
        namespace,
        text,
        vectors.length,
      ]),
    ).toEqual([['slack:T1:C1', 'history', 'What colour is the roof?', 1]])
    expect([...attached.values()].map(({ title }) => title)).toEqual([
      expect.stringMatching(/^2025-11-19 \d\d:00 · Aki$/),
    ])
  })

  it('leaves nothing to find of small talk and abstentions', async () => {
    const { handle, drain, store, attached } = stageConversation(() =>
      replies('I could not find this.', { kind: 'abstained', citations: [] }),
    )

    await collect(handle(message('hello'), neverAborts))
    await drain()

    expect(attached.size).toBe(0)
    expect(await store.conversations.listTurns('thread-1', 10)).toHaveLength(2)
  })

  it('that is settled is not found again after a restart, one that was interrupted is', async () => {
    const { handle, store } = stageConversation(() => replies('Yes [1].'))
    await collect(handle(message('Was it answered?'), neverAborts))
    await store.inbox.admit(message('Was it interrupted?'))

    expect((await store.inbox.listUnsettled(0)).map(({ text }) => text)).toEqual(['Was it interrupted?'])
  })

  it('that a kill interrupted is answered on resume, and remembered once', async () => {
    const { handle, answerAdmitted, store } = stageConversation(() => replies('Yes [1].'))
    for await (const _event of handle(message('Is it so?'), neverAborts)) break

    const events = await collect(
      answerAdmitted(message('Is it so?'), { readers: async () => ({ labels: ['public'] }) }, neverAborts),
    )

    expect(events.at(-1)?.kind).toBe('done')
    expect((await store.conversations.listTurns('thread-1', 10)).map(({ role }) => role)).toEqual(['user', 'assistant'])
  })

  it('seen as a plain event is remembered, and answered when the mention arrives', async () => {
    const { handle, store } = stageConversation(() => replies('Yes [1].'))

    const seen = await collect(handle(message('@kiku is it so?', { addressed: false }), neverAborts))
    const mentioned = await collect(handle(message('@kiku is it so?'), neverAborts))

    expect(seen).toEqual([])
    expect(mentioned.at(-1)?.kind).toBe('done')
    expect(await store.conversations.listTurns('thread-1', 10)).toHaveLength(2)
  })
})

describe('a message that is no question', () => {
  it.each([
    ['', 'question-empty', 'en'],
    [' \n\u200b ', 'question-empty', 'en'],
    ['x'.repeat(8_001), 'question-too-long', 'en'],
    ['ログ'.repeat(50_000), 'question-too-long', 'ja'],
  ])('is refused with a sentence', async (text, code, language) => {
    const { handle, store } = stageConversation(unexpected)

    const events = await collect(handle(message(text, { id: 'x' }), neverAborts))

    expect(events).toMatchObject([{ kind: 'failed', error: { code } }])
    const [event] = events
    const sentence = event?.kind === 'failed' ? event.error.message : ''
    expect(sentence).toMatch(language === 'ja' ? /100000文字/ : /no question|8001 characters; I can take 8000/)
    expect(await store.inbox.listUnsettled(0)).toEqual([])
  })

  it('may be longer where the operator says so', async () => {
    const { handle } = stageConversation(() => replies('Yes [1].'), { mostCharacters: 200_000 })

    const events = await collect(handle(message('log '.repeat(25_000)), neverAborts))

    expect(events.at(-1)?.kind).toBe('done')
  })
})

describe('failures', () => {
  it('are told in the language of the question, once, without internals', async () => {
    async function* fails(): AsyncGenerator<AnswerEvent> {
      yield { kind: 'failed', error: new KikuError('store-failed', 'SQLITE_BUSY at /home/kiku/data') }
    }

    const events = await collect(stageConversation(fails).handle(message('色は何ですか？'), neverAborts))

    expect(events).toMatchObject([
      { kind: 'failed', error: { code: 'store-failed', message: 'データを読み書きできませんでした。' } },
    ])
  })

  it('are told in Japanese to one who has the platform in Japanese, whatever the question was written in', async () => {
    async function* fails(): AsyncGenerator<AnswerEvent> {
      yield { kind: 'failed', error: new KikuError('store-failed', 'SQLITE_BUSY at /home/kiku/data') }
    }

    const asked = message('Which colour is it?', { locale: 'ja' })
    const events = await collect(stageConversation(fails).handle(asked, neverAborts))

    expect(events).toMatchObject([
      { kind: 'failed', error: { code: 'store-failed', message: 'データを読み書きできませんでした。' } },
    ])
  })

  it('of the store end the stream with one failure', async () => {
    const store = createMemoryStore()
    const inbox = { ...store.inbox, admit: async () => Promise.reject(new KikuError('disk-full', 'ENOSPC')) }

    const events = await collect(
      stageConversation(unexpected, { store: { ...store, inbox } }).handle(message('Is it so?'), neverAborts),
    )

    expect(events).toMatchObject([{ kind: 'failed', error: { code: 'disk-full' } }])
  })

  it('that are thrown end the stream with one failure and settle the message', async () => {
    const { handle, store } = stageConversation(unexpected)

    const events = await collect(handle(message('Is it so?'), neverAborts))

    expect(events).toMatchObject([{ kind: 'failed', error: { code: 'internal' } }])
    expect(await store.inbox.listUnsettled(0)).toEqual([])
  })

  it('of asking too often are told', async () => {
    const rateLimit = createRateLimit({ limit: 1, windowMs: 60_000, clock: tickingClock() })
    const { handle } = stageConversation(() => replies('Yes [1].'), { rateLimit })
    await collect(handle(message('one?'), neverAborts))

    const events = await collect(handle(message('two?'), neverAborts))

    expect(events).toMatchObject([{ kind: 'failed', error: { code: 'rate-limited' } }])
  })
})

describe('several questions at once', () => {
  it('of one thread wait for each other and are told that they wait', async () => {
    const gate = createGate()
    let running = 0
    let most = 0
    async function* slow(): AsyncGenerator<AnswerEvent> {
      running += 1
      most = Math.max(most, running)
      await gate.opened
      running -= 1
      yield* replies('Yes [1].')
    }
    const { handle, asked } = stageConversation(slow)

    const first = collect(handle(message('first?'), neverAborts))
    const second = collect(handle(message('second?'), neverAborts))
    await expect.poll(() => asked.length).toBe(1)
    gate.open()

    expect((await first).map(({ kind }) => kind)).toEqual(['token', 'done'])
    expect((await second)[0]).toEqual({ kind: 'status', stage: 'queued' })
    expect(most).toBe(1)
    expect(asked[1]?.turns.map(({ text }) => text)).toEqual(['first?', 'Yes [1].'])
  })

  it('beyond the bounds are refused', async () => {
    const turnQueue = createTurnQueue({ concurrency: 1, mostWaiting: 0 })
    await turnQueue.enter('somebody', neverAborts)

    const events = await collect(stageConversation(unexpected, { turnQueue }).handle(message('Is it so?'), neverAborts))

    expect(events.at(-1)).toMatchObject({ kind: 'failed', error: { code: 'queue-full' } })
  })

  it('that are left give their place back', async () => {
    const threadLock = createThreadLock()
    const turnQueue = createTurnQueue({ concurrency: 1 })
    const { handle, store } = stageConversation(() => replies('Yes [1].'), { threadLock, turnQueue })

    for await (const event of handle(message('Is it so?'), neverAborts)) if (event.kind === 'token') break

    expect(threadLock.isHeld('thread-1')).toBe(false)
    expect(turnQueue.isBusy()).toBe(false)
    expect(await store.inbox.listUnsettled(0)).toEqual([])
  })
})

function createGate() {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opened, open: () => open() }
}
