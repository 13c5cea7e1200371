import { describe, expect, it } from 'vitest'
import { answerQuestion } from '../../../src/answer/answer-question.ts'
import { DEFAULT_ANSWER_LIMITS } from '../../../src/answer/answer-request.ts'
import type { AnswerEvent } from '../../../src/domain/answer.ts'
import { KikuError } from '../../../src/domain/errors.ts'
import type { ChatModelSource } from '../../../src/ports/chat-model.ts'
import { agentFinding, answerOf, answerPorts, collect, evidence, request, turn } from '../../fakes/answer-fixtures.ts'
import { says, scriptedChatModel, sourceOf } from '../../fakes/scripted-chat-model.ts'
import { scriptedSearcher } from '../../fakes/scripted-searcher.ts'

const vacation = evidence('Every employee receives 25 days of paid vacation per year. Unused days expire in March.')
const yasumi = evidence('有給休暇は年20日付与されます。申請はHRポータルから行います。', { key: 2, title: '勤怠' })
const knowledge = agentFinding('knowledge', [vacation])

function stagesOf(events: readonly AnswerEvent[]): string[] {
  return events.map((event) => (event.kind === 'status' ? event.stage : event.kind))
}

describe('answering from evidence', () => {
  it('goes through its stages in order and ends with one answer', async () => {
    const model = scriptedChatModel([says('You get 25 days', ' of vacation [1].')])
    const ports = answerPorts({ models: sourceOf(model), agents: [knowledge] })

    const events = await collect(answerQuestion(request('How many vacation days are there?'), ports))

    expect(stagesOf(events)).toEqual([
      ...[
        'contextualise',
        'probe',
        'route',
        'decision',
        'gather',
        'fit',
        'evidence',
        'answer',
        'token',
        'token',
        'token',
      ],
      ...['check', 'done'],
    ])
    expect(answerOf(events)).toMatchObject({
      kind: 'answered',
      text: 'You get 25 days of vacation [1].',
      model: 'scripted',
      evidence: { used: 1, found: 1 },
      question: 'How many vacation days are there?',
      citations: [{ number: 1, quote: 'Every employee receives 25 days of paid vacation per year.' }],
    })
    expect(Object.keys(answerOf(events).timings)).toEqual([
      ...['contextualise', 'probe', 'model', 'route', 'gather', 'fit', 'answer', 'check', 'total'],
    ])
  })

  it('quotes verbatim when there is no model', async () => {
    const events = await collect(
      answerQuestion(request('有給休暇は何日ですか？'), answerPorts({ agents: [agentFinding('knowledge', [yasumi])] })),
    )

    expect(answerOf(events)).toMatchObject({
      kind: 'extracted',
      model: null,
      text: '> 有給休暇は年20日付与されます。 [1]',
    })
    expect(answerOf(events).degraded).toBeUndefined()
  })

  it('says why the configured model did not write', async () => {
    const error = new KikuError('model-unreachable', 'down')
    const models: ChatModelSource = { find: async () => ({ kind: 'unavailable', error }) }

    const events = await collect(
      answerQuestion(request('How many vacation days are there?'), answerPorts({ models, agents: [knowledge] })),
    )

    expect(answerOf(events)).toMatchObject({ kind: 'extracted', degraded: 'model-unreachable' })
  })

  it.each([
    ['before its first token', []],
    ['in the middle', ['You get a million', ' days']],
  ])('falls back to quoting when the model fails %s', async (_when, tokens) => {
    const error = new KikuError('model-failed', 'broken')
    const script = [{ events: tokens.map((text) => ({ kind: 'token' as const, text })), error }]
    const ports = answerPorts({ models: sourceOf(scriptedChatModel(script)), agents: [knowledge] })

    const events = await collect(answerQuestion(request('How many vacation days are there?'), ports))

    expect(answerOf(events)).toMatchObject({ kind: 'extracted', degraded: 'model-failed', model: null })
    expect(answerOf(events).text).not.toContain('million')
  })

  it('falls back to quoting when the model only thinks', async () => {
    const model = scriptedChatModel([says('<think>', 'vacation 25 days', '</think>')])
    const ports = answerPorts({ models: sourceOf(model), agents: [knowledge] })

    const events = await collect(answerQuestion(request('How many vacation days are there?'), ports))

    expect(answerOf(events)).toMatchObject({ kind: 'extracted', degraded: 'model-failed' })
    expect(events.some((event) => event.kind === 'token')).toBe(false)
  })

  it('never shows or keeps thinking, however it is cut', async () => {
    const model = scriptedChatModel([
      {
        events: [
          { kind: 'thinking', text: 'SECRET' },
          { kind: 'token', text: '<thi' },
          { kind: 'token', text: 'nk>SECRET</th' },
          { kind: 'token', text: 'ink>You get 25 days of vacation [1].' },
          { kind: 'done', reason: 'stop' },
        ],
      },
    ])
    const ports = answerPorts({ models: sourceOf(model), agents: [knowledge] })

    const events = await collect(answerQuestion(request('How many vacation days are there?'), ports))

    expect(answerOf(events).text).toBe('You get 25 days of vacation [1].')
    expect(JSON.stringify(events)).not.toContain('SECRET')
  })

  it('marks an answer that the model could not finish', async () => {
    const events = [
      { kind: 'token' as const, text: 'You get 25 days of vacation [1] and' },
      { kind: 'done' as const, reason: 'length' as const },
    ]
    const ports = answerPorts({ models: sourceOf(scriptedChatModel([{ events }])), agents: [knowledge] })

    const answer = answerOf(await collect(answerQuestion(request('How many vacation days are there?'), ports)))

    expect(answer.text).toMatch(/and … \[1\]$/)
  })

  it.each([
    ['en' as const, 'What is the name of the CEO?', /could not find/],
    ['ja' as const, '社長の名前は何ですか？', /見つかりません/],
  ])('abstains in %s when the model says that the sources do not tell', async (_language, text, sentence) => {
    const model = scriptedChatModel([
      says(text.includes('CEO') ? 'The sources do not say.' : '出典には記載がありません。'),
    ])
    const ports = answerPorts({ models: sourceOf(model), agents: [agentFinding('knowledge', [vacation, yasumi])] })

    const answer = answerOf(await collect(answerQuestion(request(text), ports)))

    expect(answer).toMatchObject({ kind: 'abstained', model: null })
    expect(answer.text).toMatch(sentence)
    expect(answer.citations).toHaveLength(2)
  })

  it('does not ask a model to answer from nothing', async () => {
    const model = scriptedChatModel([])

    const events = await collect(answerQuestion(request('Who is the CEO?'), answerPorts({ models: sourceOf(model) })))

    expect(answerOf(events)).toMatchObject({ kind: 'abstained', citations: [], evidence: { used: 0, found: 0 } })
  })
})

describe('stopping', () => {
  it('ends with one failure and stops the model when the signal aborts in the middle', async () => {
    const controller = new AbortController()
    const model = scriptedChatModel([{ events: [{ kind: 'token', text: 'You get ' }], hangs: true }])
    const ports = answerPorts({ models: sourceOf(model), agents: [knowledge] })
    const events: AnswerEvent[] = []

    const asked = request('How many vacation days are there?', { signal: controller.signal })
    for await (const event of answerQuestion(asked, ports)) {
      events.push(event)
      if (event.kind === 'token') controller.abort()
    }

    expect(events.at(-1)).toMatchObject({ kind: 'failed', error: { code: 'cancelled' } })
    expect(events.filter(({ kind }) => kind === 'done' || kind === 'failed')).toHaveLength(1)
    await expect.poll(model.running).toBe(0)
  })

  it('does nothing when the signal was aborted before', async () => {
    const searcher = scriptedSearcher({})

    const events = await collect(
      answerQuestion(request('anything', { signal: AbortSignal.abort() }), answerPorts({ searcher })),
    )

    expect(events).toMatchObject([{ kind: 'failed', error: { code: 'cancelled' } }])
    expect(searcher.queries).toEqual([])
  })

  it('stops the model when the reader leaves', async () => {
    const model = scriptedChatModel([{ events: [{ kind: 'token', text: 'You get ' }], hangs: true }])
    const ports = answerPorts({ models: sourceOf(model), agents: [knowledge] })

    for await (const event of answerQuestion(request('How many vacation days are there?'), ports)) {
      if (event.kind === 'token') break
    }

    await expect.poll(model.running).toBe(0)
  })

  it('gives up on a silent model and quotes', async () => {
    const model = scriptedChatModel([{ events: [], hangs: true }])
    const limits = { ...DEFAULT_ANSWER_LIMITS, firstTokenMs: 20 }
    const ports = answerPorts({ models: sourceOf(model), agents: [knowledge], limits })

    const events = await collect(answerQuestion(request('How many vacation days are there?'), ports))

    expect(answerOf(events)).toMatchObject({ kind: 'extracted', degraded: 'deadline-exceeded' })
  })
})

describe('sizes', () => {
  it('keeps the prompt within a small context, whatever is pasted, and counts what it left out', async () => {
    const many = Array.from({ length: 12 }, (_, index) =>
      evidence(`Passage ${index}: ${`word${index} vacation days are described here. `.repeat(40)}`, { key: index + 1 }),
    )
    const model = scriptedChatModel([says('Vacation days are described here [1].')], {
      capabilities: { contextTokens: 2048 },
    })
    const ports = answerPorts({ models: sourceOf(model), agents: [agentFinding('knowledge', many)] })
    const pasted = `How many vacation days? ${'log line 12345 '.repeat(6_000)}`
    const turns = Array.from({ length: 6 }, (_, index) => turn('user', `${index} ${'earlier talk '.repeat(300)}`))

    const events = await collect(answerQuestion(request(pasted, { turns }), ports))

    const sent = model.requests[0]
    const characters = sent?.messages.reduce((sum, message) => sum + message.content.length, 0) ?? 0
    expect(characters / 3).toBeLessThan(2048 - (sent?.maxTokens ?? 0))
    expect(answerOf(events).evidence.found).toBe(12)
    expect(answerOf(events).evidence.used).toBeLessThan(12)
  })
})
