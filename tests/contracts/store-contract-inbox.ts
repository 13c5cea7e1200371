import { describe, expect, it } from 'vitest'
import type { Store } from '../../src/ports/store.ts'
import { sampleMessage, sampleThread } from './store-contract-samples.ts'

export function describeInbox(open: () => Store): void {
  describe('inbox', () => {
    it('takes a message once, also when it arrives many times at once', async () => {
      const { inbox } = open()

      const admissions = await Promise.all(Array.from({ length: 5 }, () => inbox.admit(sampleMessage('1'))))
      await inbox.settle(sampleMessage('1'), 'answered')
      const later = await inbox.admit(sampleMessage('1', { receivedAt: 1_800_000_000_000 }))

      expect(admissions.filter((admission) => admission === 'fresh')).toHaveLength(1)
      expect(admissions.filter((admission) => admission === 'duplicate')).toHaveLength(4)
      expect(later).toBe('duplicate')
    })

    it('tells messages apart by surface, workspace, channel and identifier', async () => {
      const { inbox } = open()
      const places = [{}, { surface: 'discord' }, { workspace: 'T2' }, { channel: 'C2' }] as const
      const messages = places.map((place) => sampleMessage('1', { thread: sampleThread('t', place) }))

      const admissions = []
      for (const message of [...messages, sampleMessage('2')]) admissions.push(await inbox.admit(message))

      expect(admissions).toEqual(['fresh', 'fresh', 'fresh', 'fresh', 'fresh'])
    })

    it('upgrades a message that was merely seen, once, when it turns out to address Kiku', async () => {
      const { inbox } = open()
      const plain = sampleMessage('1', { addressed: false })

      const admissions = []
      for (const message of [plain, sampleMessage('1'), sampleMessage('1'), plain]) {
        admissions.push(await inbox.admit(message))
      }

      expect(admissions).toEqual(['fresh', 'upgraded', 'duplicate', 'duplicate'])
      expect(await inbox.listUnsettled(0)).toEqual([sampleMessage('1')])
    })

    it('takes a message that was merely seen again until it is settled', async () => {
      const { inbox } = open()
      const plain = sampleMessage('1', { addressed: false })

      const admissions = [await inbox.admit(plain), await inbox.admit(plain)]
      await inbox.settle(plain, 'answered')
      admissions.push(await inbox.admit(plain))

      expect(admissions).toEqual(['fresh', 'fresh', 'duplicate'])
    })

    it('upgrades also where the plain event was settled before', async () => {
      const { inbox } = open()
      const plain = sampleMessage('1', { addressed: false })
      await inbox.admit(plain)
      await inbox.settle(plain, 'answered')

      const admission = await inbox.admit(sampleMessage('1'))

      expect(admission).toBe('upgraded')
      expect(await inbox.listUnsettled(0)).toHaveLength(1)
    })

    it('lists whole addressed messages that were never settled, oldest first', async () => {
      const { inbox } = open()
      const text = `長い質問\0 ${'x'.repeat(100_000)}`
      const late = sampleMessage('late', { receivedAt: 300, text })
      const { locale: _, ...withoutLocale } = sampleMessage('early', { receivedAt: 200, search: 'always' })
      await inbox.admit(late)
      await inbox.admit(withoutLocale)
      await inbox.admit(sampleMessage('too old', { receivedAt: 100 }))
      await inbox.admit(sampleMessage('plain', { receivedAt: 250, addressed: false }))
      await inbox.admit(sampleMessage('done', { receivedAt: 250 }))
      await inbox.settle(sampleMessage('done'), 'failed')

      const unsettled = await inbox.listUnsettled(200)

      expect(unsettled).toEqual([withoutLocale, late])
    })

    it('does not take a message that was settled before it was seen', async () => {
      const { inbox } = open()
      await inbox.settle(sampleMessage('1'), 'cancelled')

      const admission = await inbox.admit(sampleMessage('1'))

      expect(admission).toBe('duplicate')
      expect(await inbox.listUnsettled(0)).toEqual([])
    })

    it('forgets old messages that are settled or were merely seen, at most so many at a time', async () => {
      const { inbox } = open()
      for (const id of ['1', '2', '3']) {
        await inbox.admit(sampleMessage(id, { receivedAt: 100 }))
        await inbox.settle(sampleMessage(id, { receivedAt: 100 }), 'answered')
      }
      await inbox.admit(sampleMessage('plain', { receivedAt: 100, addressed: false }))
      await inbox.admit(sampleMessage('waiting', { receivedAt: 100 }))
      await inbox.admit(sampleMessage('new', { receivedAt: 200 }))
      await inbox.settle(sampleMessage('new', { receivedAt: 200 }), 'answered')

      const counts = [await inbox.prune(200, 3), await inbox.prune(200, 3), await inbox.prune(200, 3)]

      expect(counts).toEqual([3, 1, 0])
      expect(await inbox.admit(sampleMessage('waiting'))).toBe('duplicate')
      expect(await inbox.admit(sampleMessage('new'))).toBe('duplicate')
      expect(await inbox.admit(sampleMessage('1'))).toBe('fresh')
    })
  })
}
