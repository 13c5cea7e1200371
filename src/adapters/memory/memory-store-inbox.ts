import type { Message } from '../../domain/message.ts'
import type { InboxStore } from '../../ports/store.ts'

interface InboxEntry {
  readonly message: Message
  readonly isSettled: boolean
}

/** Which messages were taken. Times are those at which the messages were received. */
export function createMemoryInbox(): InboxStore {
  const entries = new Map<string, InboxEntry>()

  return {
    async admit(message) {
      const known = entries.get(keyOf(message))
      if (known !== undefined && !known.message.addressed && !message.addressed && !known.isSettled) return 'fresh'
      if (known !== undefined && (known.message.addressed || !message.addressed)) return 'duplicate'
      entries.set(keyOf(message), { message: structuredClone(message), isSettled: false })
      return known === undefined ? 'fresh' : 'upgraded'
    },
    async settle(message) {
      const known = entries.get(keyOf(message))?.message ?? structuredClone(message)
      entries.set(keyOf(message), { message: known, isSettled: true })
    },
    async listUnsettled(since) {
      return [...entries.values()]
        .filter(({ message, isSettled }) => message.addressed && !isSettled && message.receivedAt >= since)
        .map(({ message }) => message)
        .sort((left, right) => left.receivedAt - right.receivedAt)
    },
    async prune(before, limit) {
      let forgotten = 0
      for (const [key, { message, isSettled }] of entries) {
        if (forgotten >= limit) break
        if (message.receivedAt >= before || (message.addressed && !isSettled)) continue
        entries.delete(key)
        forgotten += 1
      }
      return forgotten
    },
  }
}

function keyOf({ id, thread: { surface, workspace, channel } }: Message): string {
  return JSON.stringify([surface, workspace, channel, id])
}
