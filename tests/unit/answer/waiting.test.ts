import { describe, expect, it } from 'vitest'
import { withDeadline } from '../../../src/domain/with-deadline.ts'

const never = () => new Promise<never>(() => {})

describe('work with a deadline', () => {
  it('gives its result', async () => {
    const signal = new AbortController().signal

    await expect(withDeadline({ signal, timeoutMs: 1_000, what: 'test' }, async () => 5)).resolves.toBe(5)
  })

  it('is left behind at the deadline even when it does not listen, and is told', async () => {
    let told: AbortSignal | undefined

    const result = withDeadline({ signal: new AbortController().signal, timeoutMs: 5, what: 'test' }, (inner) => {
      told = inner
      return never()
    })

    await expect(result).rejects.toMatchObject({ code: 'deadline-exceeded', retryable: true })
    expect(told?.aborted).toBe(true)
  })

  it('ends with the caller', async () => {
    const controller = new AbortController()
    const result = withDeadline({ signal: controller.signal, timeoutMs: 10_000, what: 'test' }, never)

    controller.abort(new Error('enough'))

    await expect(result).rejects.toThrow('enough')
  })

  it('does not begin when the caller has already left', async () => {
    const signal = AbortSignal.abort(new Error('gone'))

    await expect(withDeadline({ signal, timeoutMs: 10, what: 'test' }, async () => 5)).rejects.toThrow('gone')
  })
})
