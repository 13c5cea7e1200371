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
const ATTACHED = { namespace: 'knowledge', audience: 'thread:a', threadId: 'a' } as const

/** What happens to turns after they were added: words change, files come along, all is forgotten. */
export function describeTurns(open: () => Store): void {
  describe('turns', () => {
    it('finds a turn by its identifier', async () => {
      const { conversations } = open()
      const author = { id: 'U1', displayName: '花子' }
      await conversations.ensureThread(sampleThread('a'))
      await conversations.addTurn(sampleTurn('1', 'a', { author, text: 'こんにちは' }))

      const found = await Promise.all([conversations.findTurn('1'), conversations.findTurn('2')])

      expect(found).toEqual([sampleTurn('1', 'a', { author, text: 'こんにちは' }), undefined])
    })

    it('swaps words and item of a turn that was edited, and leaves all else as it was', async () => {
      const store = open()
      const { conversations, items } = store
      await conversations.ensureThread(sampleThread('a'))
      const before = await conversations.addTurn(sampleTurn('1', 'a', { text: '古い' }), sampleItem('古い', IN_THREAD))
      await conversations.addTurn(sampleTurn('2', 'a'))
      await conversations.addAnswer('1', SAMPLE_ANSWER)

      const revised = await conversations.reviseTurn('1', '新しい\uD800', sampleItem('新しい', IN_THREAD))

      expect(revised).toEqual({ isFound: true, removed: [before], added: expect.any(Number) })
      expect(await conversations.listTurns('a', 10)).toEqual([
        sampleTurn('1', 'a', { text: '新しい\uFFFD' }),
        sampleTurn('2', 'a'),
      ])
      expect((await items.get(await visibleKeys(store))).map(({ key, text }) => [key, text])).toEqual([
        [revised.added, '新しい'],
      ])
      expect(await conversations.findAnswer('1')).toEqual(SAMPLE_ANSWER)
    })

    it('takes the item from an edited turn that has no new one, and gives one to a turn that had none', async () => {
      const store = open()
      const { conversations } = store
      await conversations.ensureThread(sampleThread('a'))
      const key = await conversations.addTurn(sampleTurn('1', 'a'), sampleItem('one', IN_THREAD))

      const emptied = await conversations.reviseTurn('1', '')
      const again = await conversations.reviseTurn('1', '')
      const filled = await conversations.reviseTurn('1', 'two', sampleItem('two', IN_THREAD))

      expect(emptied).toEqual({ isFound: true, removed: [key] })
      expect(again).toEqual({ isFound: true, removed: [] })
      expect(filled).toEqual({ isFound: true, removed: [], added: expect.any(Number) })
      expect(await visibleKeys(store)).toEqual([filled.added])
    })

    it('does not bring back a turn that is gone by revising it', async () => {
      const store = open()
      const { conversations } = store
      await conversations.ensureThread(sampleThread('a'))
      await conversations.addTurn(sampleTurn('1', 'a'))
      await conversations.addTurn(sampleTurn('2', 'a'))
      await conversations.removeTurns(['1'])
      await conversations.removeThread('a')

      const revised = []
      for (const id of ['1', '2', 'never']) revised.push(await conversations.reviseTurn(id, 'back', sampleItem('back')))

      expect(revised).toEqual(Array.from({ length: 3 }, () => ({ isFound: false, removed: [] })))
      expect(await visibleKeys(store)).toEqual([])
    })

    it('revises words and item together, or neither', async () => {
      const store = open()
      const { conversations } = store
      await conversations.ensureThread(sampleThread('a'))
      const good = sampleItem('before', { ...IN_THREAD, vectors: [{ space: 'chat', vector: sampleVector(1, 0) }] })
      const key = await conversations.addTurn(sampleTurn('1', 'a', { text: 'before' }), good)
      const bad = { ...good, vectors: [{ space: 'chat', vector: sampleVector(1) }] }

      const revising = conversations.reviseTurn('1', 'after', bad)

      await expect(revising).rejects.toMatchObject({ code: 'embedder-mismatch' })
      expect((await conversations.findTurn('1'))?.text).toBe('before')
      expect(await visibleKeys(store)).toEqual([key])
    })

    it('takes a repeated answer in the place of the earlier one', async () => {
      const { conversations } = open()
      await conversations.ensureThread(sampleThread('a'))
      await conversations.addTurn(sampleTurn('1:answer', 'a', { role: 'assistant', text: 'first' }))
      await conversations.addAnswer('1:answer', { ...SAMPLE_ANSWER, text: 'first' })

      const revised = await conversations.reviseTurn('1:answer', 'second')
      await conversations.addAnswer('1:answer', { ...SAMPLE_ANSWER, text: 'second' })

      expect(revised).toEqual({ isFound: true, removed: [] })
      expect((await conversations.listTurns('a', 10)).map(({ text }) => text)).toEqual(['second'])
      expect((await conversations.findAnswer('1:answer'))?.text).toBe('second')
    })

    it('shows items that came with a turn, each file with its neighbours, and keeps them through an edit', async () => {
      const store = open()
      const { conversations, items } = store
      await conversations.ensureThread(sampleThread('a'))
      await conversations.addTurn(sampleTurn('1', 'a'), sampleItem('turn', IN_THREAD))
      const file = Array.from({ length: 250 }, (_, number) => sampleItem(`${number} 頁`, ATTACHED))

      const first = await conversations.addTurnItems('1', file)
      const second = await conversations.addTurnItems('1', [sampleItem('other file', ATTACHED)])
      const none = await conversations.addTurnItems('1', [])
      const { removed, added } = await conversations.reviseTurn('1', 'new', sampleItem('new', IN_THREAD))

      expect(none).toEqual([])
      expect((await items.get(first)).map(({ text }) => text)).toEqual(file.map(({ text }) => text))
      expect((await items.get(first))[0]).toMatchObject({ ...ATTACHED, documentId: null })
      expect((await items.neighbours(first[100] ?? 0, 1)).map(({ text }) => text)).toEqual([
        '99 頁',
        '100 頁',
        '101 頁',
      ])
      expect((await items.neighbours(second[0] ?? 0, 3)).map(({ key }) => key)).toEqual(second)
      expect(removed).toHaveLength(1)
      expect(await visibleKeys(store)).toEqual([...first, ...second, added])
      expect(await items.count()).toBe(252)
    })

    it('refuses items for a turn that is gone, and leaves nothing of items that it cannot add', async () => {
      const store = open()
      const { conversations, items } = store
      await conversations.ensureThread(sampleThread('a'))
      await conversations.addTurn(sampleTurn('1', 'a'))
      const vector = (...numbers: number[]) => [{ space: 'qa', vector: sampleVector(...numbers) }]
      const good = Array.from({ length: 300 }, () => sampleItem('good', { ...ATTACHED, vectors: vector(1, 0) }))

      const unknown = conversations.addTurnItems('2', [sampleItem('lost')])
      await expect(unknown).rejects.toMatchObject({ code: 'store-failed' })
      const mixed = conversations.addTurnItems('1', [...good, sampleItem('bad', { vectors: vector(1) })])
      await expect(mixed).rejects.toMatchObject({ code: 'embedder-mismatch' })

      expect(await visibleKeys(store)).toEqual([])
      await sweepAll(store, 1_000)
      expect(await items.count()).toBe(0)
    })

    it('removes turns with answers, feedback and every item of theirs, and nothing of the others', async () => {
      const store = open()
      const { conversations, items } = store
      await conversations.ensureThread(sampleThread('a'))
      const turn = await conversations.addTurn(sampleTurn('1', 'a'), sampleItem('one', IN_THREAD))
      const kept = await conversations.addTurn(sampleTurn('2', 'a'), sampleItem('two', IN_THREAD))
      const attached = await conversations.addTurnItems('1', [sampleItem('p1', ATTACHED), sampleItem('p2', ATTACHED)])
      const keptFile = await conversations.addTurnItems('2', [sampleItem('q1', ATTACHED)])
      await conversations.addAnswer('1', SAMPLE_ANSWER)
      await conversations.addFeedback({ turnId: '1', authorId: 'U1', verdict: 'down', at: 1 })

      const removed = await conversations.removeTurns(['1', 'unknown', '1'])
      const again = await conversations.removeTurns(['1'])

      expect(removed).toEqual([turn, ...attached])
      expect(again).toEqual([])
      expect(await conversations.findTurn('1')).toBeUndefined()
      expect(await conversations.findAnswer('1')).toBeUndefined()
      expect(await conversations.listFeedback('1')).toEqual([])
      expect((await conversations.listTurns('a', 10)).map(({ id }) => id)).toEqual(['2'])
      expect(await visibleKeys(store)).toEqual([kept, ...keptFile])
      expect(await items.get(removed)).toEqual([])
      expect(await items.count()).toBe(2)
    })

    it('takes a removed turn up again as a new one', async () => {
      const store = open()
      const { conversations } = store
      await conversations.ensureThread(sampleThread('a'))
      const old = await conversations.addTurn(sampleTurn('1', 'a', { text: 'old' }), sampleItem('old', IN_THREAD))
      await conversations.addAnswer('1', SAMPLE_ANSWER)
      await conversations.removeTurns(['1'])

      const key = await conversations.addTurn(sampleTurn('1', 'a', { text: 'new' }), sampleItem('new', IN_THREAD))

      expect(key).not.toBe(old)
      expect((await conversations.findTurn('1'))?.text).toBe('new')
      expect(await conversations.findAnswer('1')).toBeUndefined()
      expect(await visibleKeys(store)).toEqual([key])
    })

    it('removes thousands of turns, and tells all of their items', async () => {
      const store = open()
      const { conversations, items } = store
      await conversations.ensureThread(sampleThread('a'))
      const ids = Array.from({ length: 2_000 }, (_, number) => `${number}`)
      const keys = []
      for (const id of ids) keys.push(await conversations.addTurn(sampleTurn(id, 'a'), sampleItem(id, IN_THREAD)))

      const removed = await conversations.removeTurns(ids.slice(1))

      expect(removed).toEqual(keys.slice(1))
      expect(await visibleKeys(store)).toEqual(keys.slice(0, 1))
      expect(await items.count()).toBe(1)
      expect((await conversations.listTurns('a', 10)).map(({ id }) => id)).toEqual(['0'])
    })

    it('removes with a thread the items of every namespace, whether they name the thread or came with its turns', async () => {
      const store = open()
      const { conversations, items } = store
      await conversations.ensureThread(sampleThread('a'))
      const [outside = 0, loose = 0] = await items.add([sampleItem('outside'), sampleItem('loose', { threadId: 'a' })])
      const unnamed = await conversations.addTurn(sampleTurn('1', 'a'), sampleItem('names no thread'))
      const attached = await conversations.addTurnItems('1', [
        sampleItem('p1', ATTACHED),
        sampleItem('names no thread'),
      ])

      const removed = await conversations.removeThread('a')

      expect(removed).toEqual([loose, unnamed, ...attached])
      expect(await visibleKeys(store)).toEqual([outside])
      expect(await items.count()).toBe(1)
      expect(await conversations.findTurn('1')).toBeUndefined()
      await sweepAll(store, 1_000)
      expect(await items.count()).toBe(1)
    })

    it('does not tell again of items that were removed on their own', async () => {
      const { conversations, items } = open()
      await conversations.ensureThread(sampleThread('a'))
      const key = await conversations.addTurn(sampleTurn('1', 'a'), sampleItem('one', IN_THREAD))
      const [first = 0, second = 0] = await conversations.addTurnItems('1', [sampleItem('p1'), sampleItem('p2')])
      await items.remove([key ?? 0, first])

      const removed = await conversations.removeTurns(['1'])

      expect(removed).toEqual([second])
    })
  })
}
