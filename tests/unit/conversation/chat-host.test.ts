import { describe, expect, it } from 'vitest'
import { type ChatHostPorts, createChatHost } from '../../../src/conversation/create-chat-host.ts'
import type { Answer } from '../../../src/domain/answer.ts'
import { KikuError } from '../../../src/domain/errors.ts'
import { Interruption } from '../../../src/domain/interruption.ts'
import { answerTurnId, turnIdOf } from '../../../src/domain/message.ts'
import type { DocumentLoader } from '../../../src/ports/document-loader.ts'
import type { Store } from '../../../src/ports/store.ts'
import { collect } from '../../fakes/answer-fixtures.ts'
import { message, neverAborts, replies, stageConversation, unexpected } from '../../fakes/conversation-fixtures.ts'
import { createGate } from '../../fakes/gate.ts'
import { hit, scriptedSearcher } from '../../fakes/scripted-searcher.ts'

const textLoader: DocumentLoader = {
  accepts: () => true,
  async load({ location, bytes }) {
    if (location.endsWith('.bin')) throw new KikuError('document-unsupported', 'No text.')
    const text = new TextDecoder().decode(bytes)
    const blocks = text.split('\n\n').map((part) => ({ kind: 'paragraph' as const, text: part, locator: {} }))
    return { title: location, mediaType: 'text/plain', blocks }
  },
  close: async () => {},
}

function stageHost(
  answering: Parameters<typeof stageConversation>[0] = unexpected,
  about: Partial<ChatHostPorts> & { readonly store?: Store } = {},
) {
  const scene = stageConversation(answering)
  const host = createChatHost(scene, {
    ...scene.ports,
    searcher: scriptedSearcher({ qa: () => [], chat: () => [] }),
    loader: textLoader,
    pace: async () => {},
    chunking: { maxTokens: 100, overlapTokens: 0 },
    ...about,
  })
  return { ...scene, host }
}

const question = message('Is it so?', { id: '1' })
const readers = { readers: async () => question.audience }

describe('taking messages in', () => {
  it('admits first and answers later, with the readers that are known by then', async () => {
    const { host, asked } = stageHost(() => replies('Yes [1].'))
    const audience = { labels: ['public', 'slack:T1'] }

    const admission = await host.intake.admit({ ...question, audience: { labels: [] } })
    const events = await collect(host.intake.answer(question, { readers: async () => audience }, neverAborts))

    expect(admission).toBe('fresh')
    expect(events.at(-1)?.kind).toBe('done')
    expect(asked[0]?.audience).toEqual(audience)
    expect(await host.intake.admit(question)).toBe('duplicate')
    expect(await host.intake.listInterrupted('slack')).toEqual([])
  })

  it('gives a stored answer again when only its showing was interrupted', async () => {
    const { host, asked } = stageHost(() => replies('Yes [1].'))
    await host.intake.admit(question)
    const stopping = new AbortController()
    for await (const event of host.intake.answer(question, readers, stopping.signal)) {
      if (event.kind !== 'done') continue
      stopping.abort(new Interruption())
      break
    }

    const waiting = await host.intake.listInterrupted('slack')
    const events = await collect(host.intake.answer(question, readers, neverAborts))

    expect(waiting.map(({ id }) => id)).toEqual(['1'])
    expect(events).toMatchObject([{ kind: 'done', answer: { text: 'Yes [1].' } }])
    expect(asked).toHaveLength(1)
    expect(await host.intake.listInterrupted('slack')).toEqual([])
  })

  it('answers anew where somebody reads the reply now who may not read all that the stored answer draws on', async () => {
    const { host, asked } = stageHost(({ audience }) => replies('It is so [1].', { audiences: audience.labels }))
    await host.intake.admit(question)
    const stopping = new AbortController()
    const asWorkspace = { readers: async () => ({ labels: ['public', 'slack:T1'] }) }
    for await (const event of host.intake.answer(question, asWorkspace, stopping.signal)) {
      if (event.kind !== 'done') continue
      stopping.abort(new Interruption())
      break
    }

    await collect(host.intake.answer(question, { readers: async () => ({ labels: ['public'] }) }, neverAborts))

    expect(asked.map(({ audience }) => audience.labels)).toEqual([['public', 'slack:T1'], ['public']])
  })

  it('asks who reads the reply when the turn of the question has come, not before', async () => {
    const order: string[] = []
    const gate = createGate()
    const { host } = stageHost(async function* (request) {
      order.push(`answering ${request.text}`)
      if (request.text === 'first') await gate.passed
      yield* replies('Yes [1].')
    })
    const ask = (text: string) =>
      collect(
        host.intake.answer(
          message(text, { id: text }),
          {
            async readers() {
              order.push(`readers of ${text}`)
              return { labels: [] }
            },
          },
          neverAborts,
        ),
      )

    const both = [ask('first'), ask('second')]
    await expect.poll(() => order).toContain('answering first')
    gate.open()
    await Promise.all(both)

    expect(order).toEqual(['readers of first', 'answering first', 'readers of second', 'answering second'])
  })

  it('answers again where somebody came meanwhile who may not read what the answer draws on', async () => {
    let now: readonly string[] = ['public', 'slack:T1']
    const { host, asked } = stageHost(async function* (request) {
      const draws = request.audience.labels
      now = ['public']
      yield* replies(draws.includes('slack:T1') ? 'Secret [1].' : 'Open [1].', { audiences: draws })
    })

    const events = await collect(host.intake.answer(question, { readers: async () => ({ labels: now }) }, neverAborts))

    expect(asked.map(({ audience }) => audience.labels)).toEqual([['public', 'slack:T1'], ['public']])
    expect(events.filter(({ kind }) => kind === 'done')).toMatchObject([{ answer: { text: 'Open [1].' } }])
  })

  it('explains what goes wrong in the preparation like any other failure', async () => {
    const { host } = stageHost()
    const broken = { ...readers, prepare: () => Promise.reject(new Error('user_not_in_channel')) }

    const events = await collect(host.intake.answer(message('壊れますか？'), broken, neverAborts))

    expect(events).toMatchObject([{ kind: 'failed', error: { code: 'internal' } }])
    const [event] = events
    expect(event?.kind === 'failed' ? event.error.message : '').toMatch(/問題が起きました/)
  })

  it('keeps nothing of an answer whose question was forgotten meanwhile', async () => {
    const { host, store } = stageHost(async function* () {
      await host.memory.forgetAuthor('U1')
      yield* replies('Too late [1].')
    })

    const events = await collect(host.intake.answer(question, readers, neverAborts))

    expect(events.at(-1)).toMatchObject({ kind: 'failed', error: { code: 'cancelled' } })
    expect(await store.conversations.listTurns('thread-1', 10)).toEqual([])
  })

  it('lends words of others to one prompt and keeps none of them', async () => {
    const { host, asked, attached, drain, store } = stageHost((request) =>
      replies('Yes [1].', { question: request.text }),
    )
    const lent = { ...question, promptText: 'Is it so?\nBob wrote: the cake is a lie' }
    await host.intake.admit(lent)

    await collect(host.intake.answer(lent, readers, neverAborts))
    await drain()

    expect(asked[0]?.text).toContain('the cake is a lie')
    const kept = [
      await store.conversations.listTurns('thread-1', 10),
      await host.records.findAnswer(turnIdOf(question)),
      await store.inbox.listUnsettled(0),
      [...attached.values()].map(({ text, title }) => [text, title]),
    ]
    expect(JSON.stringify(kept)).not.toContain('cake')
  })

  it('gives up what waited for more than a day', async () => {
    const { host, store } = stageHost(unexpected, {
      clock: { now: () => question.receivedAt + 90_000_000, elapsed: () => 0 },
    })
    await host.intake.admit(question)

    expect(await host.intake.listInterrupted('slack')).toEqual([])
    expect(await store.inbox.listUnsettled(0)).toEqual([])
  })

  it('leaves what the end of the process interrupts for the next start, and settles what a person stops', async () => {
    const { host } = stageHost(() => replies('Yes [1].'))
    const other = message('And this?', { id: '2' })
    await host.intake.admit(question)
    await host.intake.admit(other)

    const ending = new AbortController()
    for await (const _event of host.intake.answer(question, readers, ending.signal)) {
      ending.abort(new Interruption())
      break
    }
    for await (const _event of host.intake.answer(other, readers, neverAborts)) break

    expect((await host.intake.listInterrupted('slack')).map(({ id }) => id)).toEqual(['1'])
    expect(await host.intake.listInterrupted('discord')).toEqual([])
  })

  it('answers a question again in place of its first answer', async () => {
    let answers = 0
    const { host, asked, store } = stageHost(() => {
      answers += 1
      return replies(`Answer ${answers} [1].`)
    })
    await host.intake.admit(question)
    await collect(host.intake.answer(question, readers, neverAborts))
    const again = { ...question, id: '1~9', repeats: '1' }

    expect(await host.intake.admit(again)).toBe('fresh')
    await collect(host.intake.answer(again, readers, neverAborts))

    const turns = await store.conversations.listTurns('thread-1', 10)
    expect(turns.map(({ text }) => text)).toEqual(['Is it so?', 'Answer 2 [1].'])
    expect(await host.records.findAnswer(turnIdOf(question))).toMatchObject({ text: 'Answer 2 [1].' })
    // Its own first answer is not what the conversation was before it.
    expect(asked[1]?.turns).toEqual([])
  })

  it('remembers what it only observes, once', async () => {
    const { host, attached, drain } = stageHost()
    const seen = message('昨日の会議は延期になりました。', { id: '5', addressed: false })

    await host.intake.observe(seen)
    await host.intake.observe(seen)
    await drain()

    expect([...attached.values()].map(({ text, audience }) => [text, audience])).toEqual([
      ['昨日の会議は延期になりました。', 'slack:T1:C1'],
    ])
  })
})

describe('forgetting', () => {
  it('an edited message is found by its new words only', async () => {
    const { host, attached, drain } = stageHost()
    const seen = message('The code is 1234.', { id: '5', addressed: false, permalink: 'https://t.slack.com/p5' })
    await host.intake.observe(seen)
    await drain()

    const wasKnown = await host.memory.revise({ ...seen, text: 'The code is secret.' })

    expect(wasKnown).toBe(true)
    expect([...attached.values()].map(({ text }) => text)).toEqual(['The code is secret.'])
    expect(await host.memory.revise({ ...seen, id: '6', text: 'never seen' })).toBe(false)
    expect(attached.size).toBe(1)
  })

  it('puts the new words of a question into the trace of its answer, too', async () => {
    const { host } = stageHost(() => replies('Yes [1].'))
    await host.intake.admit(question)
    await collect(host.intake.answer(question, readers, neverAborts))

    await host.memory.revise({ ...question, text: 'Is it open?' })

    expect(await host.records.findAnswer(turnIdOf(question))).toMatchObject({
      text: 'Yes [1].',
      question: 'Is it open?',
    })
  })

  it('takes messages with answers and attachments out of store and index', async () => {
    const { host, attached, drain, store } = stageHost(() => replies('Yes [1].'))
    await host.intake.admit(question)
    await collect(host.intake.answer(question, readers, neverAborts))
    const bytes = new TextEncoder().encode('attached passage')
    await host.memory.attach(question, [{ location: 'notes.txt', bytes }], neverAborts)
    await drain()
    expect(attached.size).toBe(2)

    const { turns } = await host.memory.forgetTurns([turnIdOf(question)])

    expect(turns).toBe(2)
    expect(attached.size).toBe(0)
    expect(await store.conversations.listTurns('thread-1', 10)).toEqual([])
    expect(await host.records.findAnswer(turnIdOf(question))).toBeUndefined()
  })

  it('forgets a person in every thread, and nobody else', async () => {
    const { host, attached, drain } = stageHost()
    const elsewhere = { ...question.thread, id: 'thread-2', channel: 'C2' }
    await host.intake.observe(message('mine', { id: '1', addressed: false }))
    await host.intake.observe(message('mine too', { id: '2', addressed: false, thread: elsewhere }))
    await host.intake.observe(message('yours', { id: '3', addressed: false, author: { id: 'U2' } }))
    await drain()

    const forgotten = await host.memory.forgetAuthor('U1')

    expect(forgotten.turns).toBe(2)
    expect([...attached.values()].map(({ text }) => text)).toEqual(['yours'])
  })

  it('does not take in from the past what a person wanted forgotten', async () => {
    const now = question.receivedAt + 60_000
    const { host, attached, drain } = stageHost(unexpected, { clock: { now: () => now, elapsed: () => 0 } })
    await host.memory.forgetAuthor('U1')

    await host.intake.observe(message('older', { addressed: false }))
    await host.intake.observe(message('newer', { addressed: false, receivedAt: now + 1 }))
    await drain()

    expect([...attached.values()].map(({ text }) => text)).toEqual(['newer'])
  })

  it('forgets a channel with all its threads, and no other channel', async () => {
    const { host, attached, drain } = stageHost()
    for (let number = 0; number < 250; number += 1) {
      const thread = { ...question.thread, id: `thread-${number}` }
      await host.intake.observe(message(`note ${number}`, { addressed: false, thread }))
    }
    const thread = { ...question.thread, id: 'other', channel: 'C2', audience: 'slack:T1:C2' }
    await host.intake.observe(message('elsewhere', { addressed: false, thread }))
    await drain()

    const forgotten = await host.memory.forgetChannel({ surface: 'slack', workspace: 'T1', channel: 'C1' })

    expect(forgotten.turns).toBe(250)
    expect([...attached.values()].map(({ text }) => text)).toEqual(['elsewhere'])
  })

  it('forgets a workspace with all its channels, and no other workspace', async () => {
    const { host, attached, drain } = stageHost()
    for (const [workspace, channel] of [
      ['T1', 'C1'],
      ['T1', 'C2'],
      ['T2', 'C3'],
    ] as const) {
      const audience = `slack:${workspace}:${channel}`
      const thread = { ...question.thread, id: channel, workspace, channel, audience }
      await host.intake.observe(message(`note in ${channel}`, { addressed: false, thread }))
    }
    await drain()

    const known = await host.memory.listChannels({ surface: 'slack', workspace: 'T1' })
    const forgotten = await host.memory.forgetWorkspace({ surface: 'slack', workspace: 'T1' })

    expect(known).toEqual(['C1', 'C2'])
    expect(forgotten.turns).toBe(2)
    expect([...attached.values()].map(({ text }) => text)).toEqual(['note in C3'])
  })
})

describe('attached files', () => {
  it('are passages for their thread alone; one that cannot be read costs itself only', async () => {
    const { host, attached } = stageHost()
    const files = [
      { location: 'broken.bin', bytes: new Uint8Array([0, 1, 2]) },
      { location: '議事録.txt', bytes: new TextEncoder().encode('予算は三百万円です。') },
    ]

    const report = await host.memory.attach(question, files, neverAborts)

    const again = await host.memory.attach(question, files, neverAborts)

    expect(again).toEqual(report)
    expect([...attached.values()].filter(({ namespace }) => namespace === 'knowledge')).toHaveLength(1)
    expect(report).toEqual([
      { location: 'broken.bin', passages: 0, error: 'document-unsupported' },
      { location: '議事録.txt', passages: 1 },
    ])
    const passage = [...attached.values()].find(({ namespace }) => namespace === 'knowledge')
    expect(passage).toMatchObject({ audience: 'thread:thread-1', threadId: 'thread-1', text: '予算は三百万円です。' })
  })
})

describe('the library', () => {
  const answer: Answer = {
    kind: 'answered',
    text: 'x [1]',
    question: 'What is it?',
    model: null,
    timings: {},
    citations: [{ number: 1, key: 1, title: 'T', location: '/t', locator: {}, quote: 'q', score: 0.5 }],
    evidence: { used: 1, found: 1 },
    decision: {
      labels: ['knowledge'],
      probabilities: { direct: 0, knowledge: 1, history: 0, tool: 0 },
      confidence: 1,
      reasons: [],
      features: {},
      decidedBy: 'features',
    },
  }

  it.each([
    ['nothing there', [], false],
    ['hardly better', [hit(1, 0.55)], false],
    ['clearly better', [hit(1, 0.8)], true],
    ['clearly better, behind a twin', [hit(2, 0.3), hit(1, 0.8)], true],
    ['nothing but the same question', [hit(3, 0.9), hit(1, 0.2)], false],
  ])('knows of something better for the asker alone: %s', async (_name, hits, expected) => {
    const searcher = scriptedSearcher({ qa: () => hits, chat: () => [] })
    const { host, store } = stageHost(unexpected, { searcher })
    const item = { namespace: 'history', createdAt: 1, title: 't', location: '/x', locator: {} } as const
    const texts = ['It is a pelican.', 'A pelican it is.', 'What is it?']
    await store.items.add(texts.map((text) => ({ ...item, audience: 'slack:T1:C9', text })))

    expect(await host.library.hasBetter(answer, ['slack:T1:C9'], neverAborts)).toBe(expected)
    expect(searcher.queries.every(({ audience }) => audience.join() === 'slack:T1:C9')).toBe(true)
  })

  it('does not look where the asker may read nothing more', async () => {
    const { host } = stageHost(unexpected, { searcher: scriptedSearcher({}) })

    expect(await host.library.hasBetter(answer, [], neverAborts)).toBe(false)
  })

  it('lists nothing that has hardly anything to do with the query', async () => {
    const { host, store } = stageHost(unexpected, {
      searcher: scriptedSearcher({ qa: () => [hit(1, 0.02), hit(2, 0.01)], chat: () => [] }),
    })
    const item = {
      namespace: 'knowledge',
      audience: 'public',
      createdAt: 1,
      title: 't',
      location: '/x',
      locator: {},
    } as const
    await store.items.add(['near', 'far'].map((text) => ({ ...item, text })))

    const found = await host.library.search({ text: 'x', audience: { labels: ['public'] }, limit: 5 }, neverAborts)

    expect(found.map(({ text }) => text)).toEqual(['near'])
  })

  it('does not list the same question asked before', async () => {
    const { host, store } = stageHost(unexpected, {
      searcher: scriptedSearcher({ qa: () => [], chat: () => [hit(1, 0.9), hit(2, 0.8), hit(3, 0.7)] }),
    })
    const item = { namespace: 'history', audience: 'public', createdAt: 1, title: 't', location: '/x' } as const
    const texts = ['what is the code of the GATE?', 'What is the code of the gate at the back?', '門の暗号は桜です。']
    await store.items.add(texts.map((text) => ({ ...item, locator: {}, text })))
    const search = (text: string) =>
      host.library.search({ text, audience: { labels: ['public'] }, limit: 5 }, neverAborts)

    const found = await search('What is the code of the gate?')

    expect(found.map(({ text }) => text)).toEqual(texts.slice(1))
    expect((await search('門の暗号は桜です')).map(({ text }) => text)).toEqual(texts)
  })

  it('shows only records whose own label is permitted, whatever the index says', async () => {
    const { host, store } = stageHost(unexpected, {
      searcher: scriptedSearcher({ qa: () => [hit(1, 0.9), hit(2, 0.8)], chat: () => [] }),
    })
    const item = { namespace: 'knowledge', createdAt: 1, title: 't', location: '/x', locator: {} } as const
    await store.items.add([
      { ...item, audience: 'slack:T1:C2', text: 'hidden' },
      { ...item, audience: 'public', text: 'open' },
    ])

    const found = await host.library.search({ text: 'x', audience: { labels: ['public'] }, limit: 5 }, neverAborts)

    expect(found.map(({ text }) => text)).toEqual(['open'])
  })
})

describe('an answer', () => {
  it('is intact until something that it cites is forgotten', async () => {
    const { host, store } = stageHost(() => replies('Yes [1].'))
    await host.intake.observe(message('The code is 1234.', { id: '5', addressed: false, author: { id: 'U2' } }))
    await collect(host.intake.answer(question, readers, neverAborts))
    const answer = await host.records.findAnswer(turnIdOf(question))
    const [{ key } = { key: 0 }] = await store.items.listHeaders({ after: 0, limit: 1 })
    const citing = answer && { ...answer, citations: answer.citations.map((citation) => ({ ...citation, key })) }

    expect(citing && (await host.records.isIntact(citing))).toBe(true)
    await host.memory.forgetAuthor('U2')

    expect(citing && (await host.records.isIntact(citing))).toBe(false)
  })
})

describe('feedback', () => {
  it('is kept with the answer, the last word of each person', async () => {
    const { host, store } = stageHost(() => replies('Yes [1].'))
    await host.intake.admit(question)
    await collect(host.intake.answer(question, readers, neverAborts))
    const turnId = turnIdOf(question)

    await host.records.giveFeedback({ turnId, authorId: 'U1', verdict: 'up', at: 1 })
    await host.records.giveFeedback({ turnId, authorId: 'U1', verdict: 'down', reason: '古い情報', at: 2 })

    expect(await store.conversations.listFeedback(answerTurnId(turnId))).toMatchObject([
      { authorId: 'U1', verdict: 'down', reason: '古い情報' },
    ])
  })
})
