import { describe, expect, it } from 'vitest'
import type { Store } from '../../src/ports/store.ts'
import { sampleItem, sampleThread, sampleTurn } from './store-contract-samples.ts'

const CHANNEL = { kind: 'channel', surface: 'slack', workspace: 'T1', channel: 'C1' } as const
const ALL = { after: '', limit: 100_000 }

/** Which conversations there are, and who said what in them. */
export function describeLookups(open: () => Store): void {
  describe('lookups in conversations', () => {
    it('lists the threads of one channel, page by page, in the order of their identifiers', async () => {
      const { conversations } = open()
      for (const id of ['c', 'a', 'é', 'b', '日本']) await conversations.ensureThread(sampleThread(id))
      const elsewhere = [{ surface: 'discord' }, { workspace: 'T2' }, { channel: 'C2' }] as const
      for (const [number, place] of elsewhere.entries()) {
        await conversations.ensureThread(sampleThread(`elsewhere ${number}`, place))
      }
      await conversations.removeThread('b')

      const first = await conversations.listThreadIds(CHANNEL, { after: '', limit: 2 })
      const second = await conversations.listThreadIds(CHANNEL, { after: first.at(-1) ?? '', limit: 2 })
      const third = await conversations.listThreadIds(CHANNEL, { after: second.at(-1) ?? '', limit: 2 })

      expect([first, second, third]).toEqual([['a', 'c'], ['é', '日本'], []])
      expect(await conversations.listThreadIds(CHANNEL, { after: '', limit: 0 })).toEqual([])
    })

    it('lists the channels of one workspace that have threads, each once', async () => {
      const { conversations } = open()
      const places = [
        ['1', 'C2'],
        ['2', 'C1'],
        ['3', 'C2'],
        ['4', '日本'],
        ['5', 'gone'],
      ] as const
      for (const [id, channel] of places) await conversations.ensureThread(sampleThread(id, { channel }))
      await conversations.ensureThread(sampleThread('6', { channel: 'C3', workspace: 'T2' }))
      await conversations.ensureThread(sampleThread('7', { channel: 'C4', surface: 'discord' }))
      await conversations.removeThread('5')

      const first = await conversations.listChannels({ surface: 'slack', workspace: 'T1' }, { after: '', limit: 2 })
      const rest = await conversations.listChannels({ surface: 'slack', workspace: 'T1' }, { after: 'C2', limit: 9 })

      expect([first, rest]).toEqual([['C1', 'C2'], ['日本']])
    })

    it('lists the threads that an author has written in, each once', async () => {
      const { conversations } = open()
      const filter = { kind: 'author', authorId: 'U1' } as const
      for (const id of ['a', 'b', 'c', 'd', 'e']) {
        await conversations.ensureThread(sampleThread(id, { channel: `channel of ${id}` }))
      }
      const written = [...'eeac'].map((id, number) => sampleTurn(`${number}`, id))
      for (const turn of written) await conversations.addTurn(turn)
      await conversations.addTurn(sampleTurn('other', 'b', { author: { id: 'U2' } }))
      await conversations.addTurn(sampleTurn('gone', 'd'))
      await conversations.removeTurns(['gone'])
      await conversations.removeThread('c')

      const all = await conversations.listThreadIds(filter, ALL)
      const first = await conversations.listThreadIds(filter, { after: '', limit: 1 })
      const rest = await conversations.listThreadIds(filter, { after: 'a', limit: 5 })

      expect([all, first, rest]).toEqual([['a', 'e'], ['a'], ['e']])
    })

    it('finds the few threads of an author among thousands', async () => {
      const { conversations } = open()
      const ids = Array.from({ length: 4_500 }, (_, number) => String(number).padStart(5, '0'))
      for (const id of ids) await conversations.ensureThread(sampleThread(id))
      for (const id of ['00000', '01999', '02000', '04499']) await conversations.addTurn(sampleTurn(id, id))
      const filter = { kind: 'author', authorId: 'U1' } as const

      const first = await conversations.listThreadIds(filter, { after: '', limit: 3 })
      const second = await conversations.listThreadIds(filter, { after: '02000', limit: 3 })

      expect([first, second]).toEqual([['00000', '01999', '02000'], ['04499']])
    })

    it('sees nothing of a long thread that was removed and waits to be swept', async () => {
      const { conversations } = open()
      await conversations.ensureThread(sampleThread('a'))
      for (let number = 0; number < 600; number += 1) await conversations.addTurn(sampleTurn(`${number}`, 'a'))
      await conversations.addFeedback({ turnId: '599', authorId: 'U1', verdict: 'up', at: 1 })

      await conversations.removeThread('a')

      expect(await conversations.listThreadIds(CHANNEL, ALL)).toEqual([])
      expect(await conversations.listThreadIds({ kind: 'author', authorId: 'U1' }, ALL)).toEqual([])
      expect(await conversations.listTurnsOf('U1', 10)).toEqual([])
      expect(await conversations.findTurn('599')).toBeUndefined()
      expect(await conversations.listFeedback('599')).toEqual([])
    })

    it('lists what an author wrote, newest first, over all threads and without answers', async () => {
      const { conversations } = open()
      await conversations.ensureThread(sampleThread('a'))
      await conversations.ensureThread(sampleThread('b'))
      await conversations.ensureThread(sampleThread('gone'))
      await conversations.addTurn(sampleTurn('new', 'a', { createdAt: 300, text: '新しい質問' }))
      await conversations.addTurn(sampleTurn('old', 'b', { createdAt: 100 }))
      await conversations.addTurn(sampleTurn('tie 1', 'b', { createdAt: 200.5 }))
      await conversations.addTurn(sampleTurn('tie 2', 'a', { createdAt: 200.5 }))
      await conversations.addTurn(sampleTurn('answer', 'a', { createdAt: 400, role: 'assistant' }))
      await conversations.addTurn(sampleTurn('other', 'a', { createdAt: 500, author: { id: 'U2' } }))
      await conversations.addTurn(sampleTurn('removed', 'gone', { createdAt: 600 }))
      await conversations.removeThread('gone')

      const all = await conversations.listTurnsOf('U1', 100)
      const last = await conversations.listTurnsOf('U1', 2)

      expect(all.map(({ id }) => id)).toEqual(['new', 'tie 2', 'tie 1', 'old'])
      expect(all[0]).toEqual(sampleTurn('new', 'a', { createdAt: 300, text: '新しい質問' }))
      expect(last.map(({ id }) => id)).toEqual(['new', 'tie 2'])
      expect(await conversations.listTurnsOf('U1', 0)).toEqual([])
      expect(await conversations.listTurnsOf('U3', 10)).toEqual([])
    })

    it('lists the last word of each author on a turn', async () => {
      const { conversations } = open()
      await conversations.ensureThread(sampleThread('a'))
      await conversations.addTurn(sampleTurn('1', 'a'))
      await conversations.addTurn(sampleTurn('2', 'a'))
      const down = { turnId: '1', authorId: 'U1', verdict: 'down', reason: '違います\uDC00', at: 3 } as const
      await conversations.addFeedback({ turnId: '1', authorId: 'U1', verdict: 'up', at: 1 })
      await conversations.addFeedback({ turnId: '1', authorId: 'U2', verdict: 'up', at: 2 })
      await conversations.addFeedback({ turnId: '2', authorId: 'U1', verdict: 'up', at: 2 })

      await conversations.addFeedback(down)

      expect(await conversations.listFeedback('1')).toEqual([
        { turnId: '1', authorId: 'U2', verdict: 'up', at: 2 },
        { ...down, reason: '違います\uFFFD' },
      ])
      expect(await conversations.listFeedback('unknown')).toEqual([])
    })

    it('forgets what one author has said of any turn', async () => {
      const { conversations } = open()
      await conversations.ensureThread(sampleThread('a'))
      await conversations.addTurn(sampleTurn('1', 'a'))
      await conversations.addTurn(sampleTurn('2', 'a'))
      for (const turnId of ['1', '2']) {
        for (const authorId of ['U1', 'U2']) {
          await conversations.addFeedback({ turnId, authorId, verdict: 'up', at: 1 })
        }
      }

      await conversations.removeFeedbackOf('U1')

      const left = [...(await conversations.listFeedback('1')), ...(await conversations.listFeedback('2'))]
      expect(left.map(({ turnId, authorId }) => [turnId, authorId])).toEqual([
        ['1', 'U2'],
        ['2', 'U2'],
      ])
    })

    it('lists the items of a thread in one namespace', async () => {
      const { items } = open()
      const inThread = { threadId: 'a', namespace: 'knowledge' } as const
      const [first = 0, , , second = 0, third = 0] = await items.add([
        sampleItem('1', inThread),
        sampleItem('history', { ...inThread, namespace: 'history' }),
        sampleItem('other thread', { ...inThread, threadId: 'b' }),
        sampleItem('2', inThread),
        sampleItem('3', inThread),
      ])
      await items.remove([second])

      const all = await items.listOfThread('a', 'knowledge', 100)
      const one = await items.listOfThread('a', 'knowledge', 1)

      expect(all.map(({ key, text }) => [key, text])).toEqual([
        [first, '1'],
        [third, '3'],
      ])
      expect(one).toEqual(all.slice(0, 1))
      expect(await items.listOfThread('a', 'knowledge', 0)).toEqual([])
      expect(await items.listOfThread('unknown', 'knowledge', 100)).toEqual([])
    })
  })
}
