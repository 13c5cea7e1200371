import { describe, expect, it, type TestContext } from 'vitest'
import type { Store } from '../../src/ports/store.ts'
import {
  addDocument,
  EVERYTHING,
  SAMPLE_ANSWER,
  sampleDocument,
  sampleItem,
  sampleMessage,
  sampleThread,
  sampleTurn,
  sampleVector,
  sweepAll,
  visibleKeys,
} from './store-contract-samples.ts'

export interface Reopenable {
  readonly store: Store
  reopen?(): Promise<Store>
}

/** Only for stores that outlive the process; the tests are skipped elsewhere. */
export function describeRestart(open: () => Reopenable): void {
  describe('after a restart', () => {
    async function restart({ skip }: TestContext, prepare: (store: Store) => Promise<void>): Promise<Store> {
      const { store, reopen } = open()
      if (reopen === undefined) return skip('Nothing of this store outlives the process.')
      await prepare(store)
      return reopen()
    }

    it('holds everything that was there before', async (context) => {
      const vectors = [{ space: 'qa', vector: sampleVector(0.5, -0.5) }]
      const store = await restart(context, async (before) => {
        await addDocument(before, sampleDocument('one'), [sampleItem('文書の一部', { vectors })])
        await before.conversations.ensureThread(sampleThread('a'))
        await before.conversations.addTurn(
          sampleTurn('1', 'a'),
          sampleItem('turn', { namespace: 'history', threadId: 'a' }),
        )
        await before.conversations.addAnswer('1', SAMPLE_ANSWER)
        await before.settings.set('name', 'value')
      })

      const records = await store.items.get(await visibleKeys(store))
      expect(records.map(({ text }) => text)).toEqual(['文書の一部', 'turn'])
      expect((await store.vectors.list('qa', EVERYTHING)).map(({ vector }) => vector)).toEqual([
        sampleVector(0.5, -0.5),
      ])
      expect(await store.documents.find('handbook', '/data/handbook/one.md')).toEqual(sampleDocument('one'))
      expect(await store.conversations.listTurns('a', 10)).toEqual([sampleTurn('1', 'a')])
      expect(await store.conversations.findAnswer('1')).toEqual(SAMPLE_ANSWER)
      expect(await store.settings.get('name')).toBe('value')
    })

    it('still knows which messages were taken, and gives back those that were interrupted', async (context) => {
      const store = await restart(context, async ({ inbox }) => {
        await inbox.admit(sampleMessage('interrupted'))
        await inbox.admit(sampleMessage('seen', { addressed: false }))
        await inbox.admit(sampleMessage('done'))
        await inbox.settle(sampleMessage('done'), 'answered')
      })

      expect(await store.inbox.listUnsettled(0)).toEqual([sampleMessage('interrupted')])
      expect(await store.inbox.admit(sampleMessage('done'))).toBe('duplicate')
      expect(await store.inbox.admit(sampleMessage('seen'))).toBe('upgraded')
    })

    it('sweeps a draft that was interrupted, and refuses to go on with it', async (context) => {
      let draft = ''
      const store = await restart(context, async (before) => {
        await addDocument(before, sampleDocument('one'), [sampleItem('shown')])
        draft = await before.documents.begin(sampleDocument('one'))
        await before.documents.append(draft, [sampleItem('half'), sampleItem('of it')])
      })

      const counts = await sweepAll(store, 100)

      expect(counts).toEqual([3, 0])
      await expect(store.documents.commit(draft)).rejects.toMatchObject({ code: 'store-failed' })
      expect((await store.items.get(await visibleKeys(store))).map(({ text }) => text)).toEqual(['shown'])
    })

    it('goes on sweeping what was removed before', async (context) => {
      const store = await restart(context, async (before) => {
        await addDocument(
          before,
          sampleDocument('one'),
          Array.from({ length: 700 }, () => sampleItem('a')),
        )
        await before.sources.remove('handbook')
      })

      const counts = await sweepAll(store, 200)

      // 700 items, the revision and the source.
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(702)
      expect(await store.sources.list()).toEqual([])
    })

    it('never gives a key of before', async (context) => {
      let last = 0
      const store = await restart(context, async (before) => {
        const keys = await before.items.add([sampleItem('a'), sampleItem('b')])
        last = keys[1] ?? 0
        await before.items.remove(keys)
        await sweepAll(before, 100)
      })

      const [next] = await store.items.add([sampleItem('c')])

      expect(next).toBeGreaterThan(last)
    })
  })
}
