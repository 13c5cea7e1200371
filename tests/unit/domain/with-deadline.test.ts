import { describe, expect, it } from 'vitest'
import { withDeadline } from '../../../src/domain/with-deadline.ts'

describe('a wait that must end', () => {
  it("rejects with the caller's reason where the work itself has it aborted before it waits, and never listens", async () => {
    const caller = new AbortController()
    const reason = new Error('stopped')
    const work = () => {
      caller.abort(reason)
      return new Promise<never>(() => {})
    }

    const waiting = withDeadline({ signal: caller.signal, timeoutMs: 60_000, what: 'test' }, work)

    await expect(waiting).rejects.toBe(reason)
  })
})
