import { describe, expect, it } from 'vitest'
import type { Answer } from '../../src/domain/answer.ts'
import type { TimePlace } from '../../src/ports/conversation-lists.ts'
import type { Store } from '../../src/ports/store.ts'
import { SAMPLE_ANSWER, sampleThread, sampleTurn } from './store-contract-samples.ts'

const CHANNEL = { surface: 'web', workspace: 'local', channel: 'hanako' } as const
const PLACE = { ...CHANNEL, audience: 'person:web:hanako' } as const
const EVER = { since: 0, until: Number.MAX_SAFE_INTEGER }

/** Threads and answers in order of time. */
export function describeLists(open: () => Store): void {
  describe('threads in order of their last questions', () => {
    it('lists those of one channel in which something was asked, page by page', async () => {
      const { conversations } = open()
      for (const id of ['a', 'b', 'c', 'é', 'empty']) await conversations.ensureThread(sampleThread(id, PLACE))
      await conversations.ensureThread(sampleThread('elsewhere', { ...PLACE, channel: 'taro' }))
      const asked = [
        ['a', 100],
        ['b', 300.5],
        ['é', 200],
        ['c', 200],
        ['a', 400],
        ['elsewhere', 500],
      ] as const
      for (const [number, [id, createdAt]] of asked.entries()) {
        await conversations.addTurn(sampleTurn(`${number}`, id, { createdAt }))
      }
      await conversations.addTurn(sampleTurn('answer', 'b', { role: 'assistant', createdAt: 900 }))

      const first = await conversations.listThreads(CHANNEL, { limit: 2 })
      const second = await conversations.listThreads(CHANNEL, { before: { at: 300.5, id: 'b' }, limit: 1 })
      const third = await conversations.listThreads(CHANNEL, { before: { at: 200, id: 'é' }, limit: 9 })

      const ids = [first, second, third].map((page) => page.map(({ id }) => id))
      expect(ids).toEqual([['a', 'b'], ['é'], ['c']])
      expect(await conversations.listThreads(CHANNEL, { limit: 0 })).toEqual([])
    })

    it('tells when and how much was asked, and how it began', async () => {
      const { conversations } = open()
      await conversations.ensureThread(sampleThread('a', { ...PLACE, createdAt: 5 }))
      const late = sampleTurn('late', 'a', { createdAt: 30, text: '次の質問' })
      const early = sampleTurn('early', 'a', { createdAt: 20, text: `${'長い質問👋'.repeat(200)}` })
      for (const turn of [late, early, sampleTurn('x', 'a', { role: 'assistant', createdAt: 10 })]) {
        await conversations.addTurn(turn)
        await conversations.addTurn(turn)
      }

      const [outline] = await conversations.listThreads(CHANNEL, { limit: 10 })

      const opening = '長い質問👋'.repeat(100)
      expect(outline).toEqual({ id: 'a', createdAt: 5, askedAt: 30, questions: 2, opening })
      expect(await conversations.findOutline('a')).toEqual(outline)
    })

    it('follows what is forgotten', async () => {
      const { conversations } = open()
      for (const id of ['a', 'b', 'gone']) await conversations.ensureThread(sampleThread(id, PLACE))
      const asked = [
        ['1', 'a', 10],
        ['2', 'b', 20],
        ['3', 'a', 30],
        ['4', 'gone', 40],
        ['5', 'b', 50],
      ] as const
      for (const [id, thread, createdAt] of asked) await conversations.addTurn(sampleTurn(id, thread, { createdAt }))

      await conversations.removeTurns(['3', '2', '5', 'unknown'])
      await conversations.removeThread('gone')

      const left = await conversations.listThreads(CHANNEL, { limit: 10 })
      expect(left).toMatchObject([{ id: 'a', askedAt: 10, questions: 1, opening: 'Turn 1' }])
      const others = await Promise.all(['b', 'gone', 'unknown'].map((id) => conversations.findOutline(id)))
      expect(others).toEqual([undefined, undefined, undefined])
    })

    it('keeps the name of a thread until it is taken away or the thread is removed', async () => {
      const { conversations } = open()
      await conversations.ensureThread(sampleThread('a', PLACE))
      await conversations.addTurn(sampleTurn('1', 'a'))
      const nameOf = async () => (await conversations.listThreads(CHANNEL, { limit: 1 }))[0]?.name

      await conversations.nameThread('a', '休暇の規則\uD800')
      const named = await nameOf()
      await conversations.nameThread('a', '')
      const unnamed = await nameOf()
      await conversations.nameThread('a', 'Secret plans')
      await conversations.removeThread('a')
      await conversations.nameThread('a', 'Too late')
      await conversations.ensureThread(sampleThread('a', PLACE))
      await conversations.addTurn(sampleTurn('1', 'a'))

      expect([named, unnamed, await nameOf()]).toEqual(['休暇の規則\uFFFD', undefined, undefined])
    })
  })

  describe('answers in order of time', () => {
    it('lists what counts of those of a time, page by page, the latest first', async () => {
      const { conversations } = open()
      await conversations.ensureThread(sampleThread('a', PLACE))
      await conversations.ensureThread(sampleThread('gone', PLACE))
      const given = [
        ['1', 'a', 100],
        ['2', 'a', 200],
        ['é', 'a', 200],
        ['3', 'gone', 250],
        ['4', 'a', 300.5],
        ['5', 'a', 400],
      ] as const
      for (const [id, thread, createdAt] of given) {
        await conversations.addTurn(sampleTurn(id, thread, { role: 'assistant', createdAt }))
        await conversations.addAnswer(id, SAMPLE_ANSWER)
      }
      await conversations.addTurn(sampleTurn('question', 'a', { createdAt: 210 }))
      await conversations.addTurn(sampleTurn('unanswered', 'a', { role: 'assistant', createdAt: 220 }))
      await conversations.removeThread('gone')
      const range = { since: 200, until: 400 }
      const idsAfter = async (before?: TimePlace) => {
        const page = await conversations.listAnswers(range, { limit: 2, ...(before && { before }) })
        return page.map(({ turnId }) => turnId)
      }

      const pages = [await idsAfter(), await idsAfter({ at: 200, id: 'é' }), await idsAfter({ at: 200, id: '2' })]

      expect(pages).toEqual([['4', 'é'], ['2'], []])
      expect(await idsAfter({ at: 999, id: 'later than all' })).toEqual(['4', 'é'])
      expect(await conversations.listAnswers(range, { limit: 0 })).toEqual([])
    })

    it('gives place, decision, citations, times and verdicts, and no words', async () => {
      const { conversations } = open()
      await conversations.ensureThread(sampleThread('a', PLACE))
      await conversations.addTurn(sampleTurn('1', 'a', { role: 'assistant', createdAt: 7.5 }))
      const answer: Answer = { ...SAMPLE_ANSWER, timings: { total: 12.5, route: Number.NaN } }
      await conversations.addAnswer('1', answer)
      const verdicts = [
        ['U1', 'up'],
        ['U2', 'down'],
        ['U3', 'up'],
        ['U1', 'down'],
      ] as const
      for (const [authorId, verdict] of verdicts) {
        await conversations.addFeedback({ turnId: '1', authorId, verdict, at: 8 })
      }

      const facts = await conversations.listAnswers(EVER, { limit: 10 })

      expect(facts).toEqual([
        {
          turnId: '1',
          at: 7.5,
          surface: 'web',
          audience: 'person:web:hanako',
          kind: 'answered',
          labels: ['knowledge'],
          citations: [{ key: 7, location: '/data/rules.pdf', score: 0.93 }],
          timings: { total: 12.5, route: Number.NaN },
          feedback: { up: 1, down: 2 },
        },
      ])
    })

    it('lists more than are read at a time, each once', async () => {
      const { conversations } = open()
      await conversations.ensureThread(sampleThread('a', PLACE))
      for (let number = 0; number < 450; number += 1) {
        await conversations.addTurn(sampleTurn(`${number}`, 'a', { role: 'assistant', createdAt: number % 3 }))
        await conversations.addAnswer(`${number}`, SAMPLE_ANSWER)
      }

      const facts = await conversations.listAnswers(EVER, { limit: 1_000 })

      expect(new Set(facts.map(({ turnId }) => turnId)).size).toBe(450)
      expect(facts).toHaveLength(450)
    })
  })
}
