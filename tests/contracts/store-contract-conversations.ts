import { describe, expect, it } from 'vitest'
import type { Store } from '../../src/ports/store.ts'
import {
  SAMPLE_ANSWER,
  sampleItem,
  sampleThread,
  sampleTurn,
  sampleVector,
  sweepAll,
  visibleKeys,
} from './store-contract-samples.ts'

const IN_THREAD = { namespace: 'history', threadId: 'a' } as const

export function describeConversations(open: () => Store): void {
  describe('conversations', () => {
    it('keeps a thread as it was first seen', async () => {
      const { conversations } = open()
      const thread = sampleThread('a', { surface: 'discord', audience: 'discord:G1:C1' })

      const first = await conversations.ensureThread(thread)
      const again = await conversations.ensureThread({ ...thread, createdAt: 99 })

      expect([first, again, await conversations.findThread('a')]).toEqual([thread, thread, thread])
      expect(await conversations.findThread('b')).toBeUndefined()
    })

    it('lists the last turns of a thread, oldest first, in the order they were added', async () => {
      const { conversations } = open()
      await conversations.ensureThread(sampleThread('a'))
      await conversations.ensureThread(sampleThread('b'))
      const author = { id: 'U1', displayName: '花子\0' }
      await conversations.addTurn(sampleTurn('1', 'a', { author, text: 'こんにちは\0', createdAt: 50.5 }))
      await conversations.addTurn(sampleTurn('2', 'b'))
      await conversations.addTurn(sampleTurn('3', 'a', { role: 'assistant', createdAt: 40 }))
      await conversations.addTurn(sampleTurn('4', 'a', { createdAt: 40 }))

      const [all, last, none] = await Promise.all([
        conversations.listTurns('a', 1_000),
        conversations.listTurns('a', 2),
        conversations.listTurns('unknown', 2),
      ])

      expect(all.map(({ id }) => id)).toEqual(['1', '3', '4'])
      expect(all[0]).toEqual(sampleTurn('1', 'a', { author, text: 'こんにちは\0', createdAt: 50.5 }))
      expect(last.map(({ id }) => id)).toEqual(['3', '4'])
      expect(none).toEqual([])
      expect(await conversations.listTurns('a', 0)).toEqual([])
    })

    it('adds a turn and its item together, or neither', async () => {
      const { conversations, items } = open()
      await conversations.ensureThread(sampleThread('a'))
      const good = sampleItem('remembered', { ...IN_THREAD, vectors: [{ space: 'chat', vector: sampleVector(1, 0) }] })
      const bad = { ...good, vectors: [{ space: 'chat', vector: sampleVector(1) }] }

      const key = await conversations.addTurn(sampleTurn('1', 'a'), good)
      const failing = conversations.addTurn(sampleTurn('2', 'a'), bad)

      await expect(failing).rejects.toMatchObject({ code: 'embedder-mismatch' })
      expect((await items.get([key ?? 0])).map(({ text, threadId }) => [text, threadId])).toEqual([['remembered', 'a']])
      expect((await conversations.listTurns('a', 10)).map(({ id }) => id)).toEqual(['1'])
      expect(await items.count()).toBe(1)
    })

    it('adds a turn once, and its item once, however often it is told to', async () => {
      const { conversations, items } = open()
      await conversations.ensureThread(sampleThread('a'))

      const plain = await conversations.addTurn(sampleTurn('1', 'a'))
      const first = await conversations.addTurn(sampleTurn('1', 'a'), sampleItem('remembered', IN_THREAD))
      const again = await conversations.addTurn(sampleTurn('1', 'a'), sampleItem('remembered', IN_THREAD))

      expect(plain).toBeUndefined()
      expect(first).toBeTypeOf('number')
      expect(again).toBe(first)
      expect(await conversations.listTurns('a', 10)).toHaveLength(1)
      expect(await items.count()).toBe(1)
    })

    it('refuses a turn of an unknown thread, and one that belongs to another', async () => {
      const { conversations, items } = open()
      await conversations.ensureThread(sampleThread('a'))
      await conversations.ensureThread(sampleThread('b'))
      await conversations.addTurn(sampleTurn('1', 'a'))

      const unknown = conversations.addTurn(sampleTurn('2', 'nowhere'), sampleItem('lost'))
      const taken = conversations.addTurn(sampleTurn('1', 'b'), sampleItem('lost'))

      await expect(unknown).rejects.toMatchObject({ code: 'store-failed' })
      await expect(taken).rejects.toMatchObject({ code: 'store-failed' })
      expect(await items.count()).toBe(0)
    })

    it('keeps the answer of a turn, the last one given', async () => {
      const { conversations } = open()
      await conversations.ensureThread(sampleThread('a'))
      await conversations.addTurn(sampleTurn('1', 'a', { role: 'assistant' }))
      await conversations.addAnswer('1', { ...SAMPLE_ANSWER, kind: 'abstained' })

      await conversations.addAnswer('1', SAMPLE_ANSWER)

      expect(await conversations.findAnswer('1')).toEqual(SAMPLE_ANSWER)
      expect(await conversations.findAnswer('2')).toBeUndefined()
      await expect(conversations.addAnswer('2', SAMPLE_ANSWER)).rejects.toMatchObject({ code: 'store-failed' })
    })

    it('keeps an answer whose figures are not numbers', async () => {
      const { conversations } = open()
      await conversations.ensureThread(sampleThread('a'))
      await conversations.addTurn(sampleTurn('1', 'a'))
      const decision = { ...SAMPLE_ANSWER.decision, features: { margin: Number.NaN } }

      await conversations.addAnswer('1', { ...SAMPLE_ANSWER, decision })

      expect((await conversations.findAnswer('1'))?.decision.features).toEqual({ margin: Number.NaN })
    })

    it('takes feedback on any turn, also again and on one that is gone', async () => {
      const { conversations } = open()
      await conversations.ensureThread(sampleThread('a'))
      await conversations.addTurn(sampleTurn('1', 'a'))
      const feedback = { turnId: '1', authorId: 'U1', verdict: 'up', at: 1 } as const

      await conversations.addFeedback(feedback)
      await conversations.addFeedback({ ...feedback, verdict: 'down', reason: '違います' })

      await expect(conversations.addFeedback({ ...feedback, turnId: 'gone' })).resolves.toBeUndefined()
    })

    it('removes a thread with turns, answers and history items', async () => {
      const store = open()
      const { conversations } = store
      await conversations.ensureThread(sampleThread('a'))
      await conversations.ensureThread(sampleThread('b'))
      const one = await conversations.addTurn(sampleTurn('1', 'a'), sampleItem('one', IN_THREAD))
      const two = await conversations.addTurn(sampleTurn('2', 'a'), sampleItem('two', IN_THREAD))
      await conversations.addAnswer('1', SAMPLE_ANSWER)
      await conversations.addFeedback({ turnId: '1', authorId: 'U1', verdict: 'up', at: 1 })
      const other = await conversations.addTurn(sampleTurn('3', 'b'), sampleItem('b', { ...IN_THREAD, threadId: 'b' }))

      const removed = await conversations.removeThread('a')

      expect(removed).toEqual([one, two])
      expect(await visibleKeys(store)).toEqual([other])
      expect(await conversations.findThread('a')).toBeUndefined()
      expect(await conversations.listTurns('a', 10)).toEqual([])
      expect(await conversations.findAnswer('1')).toBeUndefined()
      expect(await conversations.removeThread('a')).toEqual([])
    })

    it('hides a long thread at once, takes it up again, and sweeps the rest later', async () => {
      const store = open()
      const { conversations } = store
      await conversations.ensureThread(sampleThread('a'))
      for (let number = 0; number < 600; number += 1) {
        await conversations.addTurn(sampleTurn(`${number}`, 'a'), sampleItem(`${number}`, IN_THREAD))
      }
      const removed = await conversations.removeThread('a')
      await conversations.ensureThread(sampleThread('a'))

      const key = await conversations.addTurn(sampleTurn('599', 'a'), sampleItem('again', IN_THREAD))
      const counts = await sweepAll(store, 100)

      expect(removed).toHaveLength(600)
      expect(Math.max(...counts)).toBeLessThanOrEqual(100)
      expect((await conversations.listTurns('a', 10)).map(({ id }) => id)).toEqual(['599'])
      expect(await visibleKeys(store)).toEqual([key])
    })
  })
}
