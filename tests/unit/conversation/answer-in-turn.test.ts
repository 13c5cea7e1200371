import { describe, expect, it } from 'vitest'
import { createThreadLock } from '../../../src/conversation/thread-lock.ts'
import { createTurnQueue } from '../../../src/conversation/turn-queue.ts'
import { message, neverAborts, replies, stageConversation } from '../../fakes/conversation-fixtures.ts'

describe('answering in turn', () => {
  it('gives the place back when the answer is written, and keeps the thread until it is shown', async () => {
    const threadLock = createThreadLock()
    const turnQueue = createTurnQueue({ concurrency: 1 })
    const { handle } = stageConversation(() => replies('Yes [1].'), { threadLock, turnQueue })
    const busy: boolean[] = []
    const held: boolean[] = []

    for await (const _event of handle(message('Is it so?'), neverAborts)) {
      busy.push(turnQueue.isBusy())
      held.push(threadLock.isHeld('thread-1'))
    }

    expect(busy).toEqual([true, false])
    expect(held).toEqual([true, true])
    expect(threadLock.isHeld('thread-1')).toBe(false)
  })
})
