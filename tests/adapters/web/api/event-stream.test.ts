import { describe, expect, it } from 'vitest'
import { createEventStream, writeEvent } from '../../../../src/adapters/web/api/stream/event-stream.ts'

const UNHURRIED = { keepAliveMs: 60_000, readerMs: 60_000, onLeave: () => {} }
const PIECE = 'x'.repeat(32 * 1024)

async function readAll(stream: ReadableStream<Uint8Array>): Promise<string> {
  return new Response(stream).text()
}

/** Lets everything happen that waits for nothing. */
function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 5))
}

describe('event stream', () => {
  it('gives what was written and ends with the work', async () => {
    const stream = createEventStream(UNHURRIED, async ({ write }) => {
      await write(writeEvent('token', { text: '改行\n\nevent: done' }))
      await write(writeEvent('done', {}))
    })

    const text = await readAll(stream)

    expect(text).toBe('event: token\ndata: {"text":"改行\\n\\nevent: done"}\n\nevent: done\ndata: {}\n\n')
  })

  it('makes the work wait for a slow reader', async () => {
    let written = 0
    const stream = createEventStream(UNHURRIED, async ({ write }) => {
      for (; written < 20; written += 1) await write(PIECE)
    })
    await settle()
    const before = written

    const text = await readAll(stream)

    expect(before).toBeLessThanOrEqual(2)
    expect(text).toHaveLength(20 * PIECE.length)
  })

  it('ends where a reader takes nothing for too long, and tells so once', async () => {
    let left = 0
    let thrown: unknown
    const onLeave = () => {
      left += 1
    }
    const stream = createEventStream({ ...UNHURRIED, readerMs: 5, onLeave }, async ({ write }) => {
      try {
        for (;;) await write(PIECE)
      } catch (error) {
        thrown = error
        throw error
      }
    })

    while (thrown === undefined) await settle()
    const text = await readAll(stream)

    expect(left).toBe(1)
    expect(thrown).toMatchObject({ code: 'cancelled' })
    expect(text).toHaveLength(2 * PIECE.length)
  })

  it('ends the work when the reader leaves', async () => {
    let left = 0
    const onLeave = () => {
      left += 1
    }
    let thrown: unknown
    const stream = createEventStream({ ...UNHURRIED, onLeave }, async ({ write }) => {
      try {
        for (;;) await write(PIECE)
      } catch (error) {
        thrown = error
      }
    })

    await stream.cancel()
    await settle()

    expect(thrown).toMatchObject({ code: 'cancelled' })
    expect(left).toBe(1)
  })

  it('gives signs of life while nothing happens', async () => {
    const stream = createEventStream({ ...UNHURRIED, keepAliveMs: 2 }, async ({ write }) => {
      await settle()
      await settle()
      await write('data: 1\n\n')
    })

    const text = await readAll(stream)

    expect(text).toMatch(/^(: keep-alive\n\n)+data: 1\n\n$/)
  })

  it('ends when the work fails', async () => {
    const stream = createEventStream(UNHURRIED, async ({ write }) => {
      await write('data: 1\n\n')
      throw new Error('broken')
    })

    const text = await readAll(stream)

    expect(text).toBe('data: 1\n\n')
  })
})
