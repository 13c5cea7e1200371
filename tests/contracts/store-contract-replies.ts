import { describe, expect, it } from 'vitest'
import type { Reply, Store } from '../../src/ports/store.ts'

function sampleReply(messageId: string, changes: Partial<Reply> = {}): Reply {
  return { surface: 'slack', workspace: 'T1', channel: 'C1', messageId, turnId: 'question', at: 100.5, ...changes }
}

export function describeReplies(open: () => Store): void {
  describe('replies', () => {
    it('finds a reply by surface, workspace, channel and message', async () => {
      const { replies } = open()
      const places = [{}, { surface: 'discord' }, { workspace: 'T2' }, { channel: 'C2' }] as const
      const all = places.map((place, number) => sampleReply('1', { ...place, turnId: `question ${number}` }))
      for (const reply of all) await replies.add(reply)

      const found = await Promise.all(all.map(({ turnId: _, at: __, ...address }) => replies.find(address)))

      expect(found).toEqual(all)
      expect(await replies.find(sampleReply('2'))).toBeUndefined()
    })

    it('lists the messages of a reply in the order in which they were added', async () => {
      const { replies } = open()
      for (const id of ['2', '1', '3']) await replies.add(sampleReply(id))
      await replies.add(sampleReply('other', { turnId: 'other question' }))

      const listed = await replies.listByTurn('question')

      expect(listed).toEqual([sampleReply('2'), sampleReply('1'), sampleReply('3')])
      expect(await replies.listByTurn('unknown')).toEqual([])
    })

    it('keeps the place of a message that is added again, and moves one that now replies to another turn', async () => {
      const { replies } = open()
      for (const id of ['1', '2']) await replies.add(sampleReply(id))
      await replies.add(sampleReply('3', { turnId: 'other question' }))

      await replies.add(sampleReply('1', { at: 200 }))
      const same = await replies.listByTurn('question')
      await replies.add(sampleReply('1', { turnId: 'other question', at: 300 }))

      expect(same).toEqual([sampleReply('1', { at: 200 }), sampleReply('2')])
      expect(await replies.listByTurn('question')).toEqual([sampleReply('2')])
      expect((await replies.listByTurn('other question')).map(({ messageId }) => messageId)).toEqual(['3', '1'])
      expect(await replies.find(sampleReply('1'))).toMatchObject({ turnId: 'other question', at: 300 })
    })

    it('forgets those added before a time, at most so many at a time', async () => {
      const { replies } = open()
      for (const id of ['1', '2', '3']) await replies.add(sampleReply(id, { at: 100 }))
      await replies.add(sampleReply('new', { at: 200 }))

      const counts = [await replies.prune(200, 2), await replies.prune(200, 2), await replies.prune(200, 2)]

      expect(counts).toEqual([2, 1, 0])
      expect((await replies.listByTurn('question')).map(({ messageId }) => messageId)).toEqual(['new'])
    })
  })
}
