import type { Reply, ReplyAddress, ReplyStore } from '../../ports/store.ts'

/** Which messages on a platform show which answer, in the order in which they were added. */
export function createMemoryReplies(): ReplyStore {
  const replies = new Map<string, Reply>()

  return {
    async add({ surface, workspace, channel, messageId, turnId, at }) {
      const reply: Reply = { surface, workspace, channel, messageId, turnId, at }
      const key = keyOf(reply)
      // A message that now shows the answer to another turn comes last among the messages of that one.
      if (replies.get(key)?.turnId !== turnId) replies.delete(key)
      replies.set(key, reply)
    },
    async find(address) {
      return replies.get(keyOf(address))
    },
    async listByTurn(turnId) {
      return [...replies.values()].filter((reply) => reply.turnId === turnId)
    },
    async prune(before, limit) {
      let forgotten = 0
      for (const [key, { at }] of replies) {
        if (forgotten >= limit) break
        if (at >= before) continue
        replies.delete(key)
        forgotten += 1
      }
      return forgotten
    },
  }
}

function keyOf({ surface, workspace, channel, messageId }: ReplyAddress): string {
  return JSON.stringify([surface, workspace, channel, messageId])
}
