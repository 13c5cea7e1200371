import { stream } from 'hono/streaming'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { WebMount } from '../../../../src/adapters/web/create-web-surface.ts'
import { Interruption } from '../../../../src/domain/interruption.ts'
import { createWebBench, until, type WebBench } from './web-bench.ts'

const GET_STREAM = 'GET /v1/stream HTTP/1.1\r\nHost: localhost\r\n\r\n'

/** Writes for as long as anybody reads. */
function createEndlessStream() {
  const state = { written: 0, open: 0, farewells: 0, reasons: [] as unknown[] }
  const mount: WebMount = (app, _host, { stopping }) => {
    app.get('/v1/stream', (context) =>
      stream(context, async (out) => {
        state.open += 1
        let isGone = false
        out.onAbort(() => {
          isGone = true
        })
        const part = new Uint8Array(64 * 1024)
        while (!isGone && !stopping.aborted) {
          await out.write(part)
          state.written += part.length
          if (state.written < 1024 * 1024) await new Promise((resolve) => setTimeout(resolve, 1))
        }
        if (stopping.aborted) {
          state.reasons.push(stopping.reason)
          await out.write('farewell')
          state.farewells += 1
        }
        state.open -= 1
      }),
    )
    app.get('/v1/waiting', (context) =>
      stream(context, async (out) => {
        state.open += 1
        await out.write('begun')
        await new Promise((resolve) => {
          out.onAbort(() => resolve(undefined))
          stopping.addEventListener('abort', resolve, { once: true })
        })
        state.open -= 1
        if (stopping.aborted) await out.write(' farewell')
      }),
    )
  }
  return { state, mount }
}

describe('streams of the web surface', () => {
  let bench: WebBench
  beforeEach(() => {
    bench = createWebBench()
  })
  afterEach(() => bench.close())

  it('are cut when their reader does not read, and hold little until then', async () => {
    const { state, mount } = createEndlessStream()
    const surface = await bench.start({ mount: [mount], limits: { stallMs: 1_000, sweepMs: 5 } })
    const socket = bench.open(surface)
    socket.pause()
    socket.write(GET_STREAM)
    await until(() => state.open === 1 && state.written > 0)
    // What the system takes for it is full by then.
    let seen = -1
    while (seen !== state.written) {
      seen = state.written
      await new Promise((resolve) => setTimeout(resolve, 100))
    }

    bench.clock.pass(999)
    await new Promise((resolve) => setTimeout(resolve, 30))
    const before = state.open
    // Some more for what waits, as much as a slow line would need.
    bench.clock.pass(60_000)
    await until(() => state.open === 0)

    expect(before).toBe(1)
    expect(state.written - seen).toBeLessThan(256 * 1024)
    expect(bench.lines).toContainEqual({ event: 'web-readers-cut', fields: { count: 1 } })
  })

  it('go on for a reader that is slow, and for one that has nothing to read yet', async () => {
    const { state, mount } = createEndlessStream()
    const surface = await bench.start({ mount: [mount], limits: { stallMs: 1_000, sweepMs: 5 } })
    const [slow, quiet] = [bench.open(surface), bench.open(surface)]
    let read = 0
    slow.on('data', (part: Buffer) => {
      read += part.length
      slow.pause()
      setTimeout(() => slow.resume(), 1)
    })
    slow.write(GET_STREAM)
    quiet.resume().write('GET /v1/waiting HTTP/1.1\r\nHost: localhost\r\n\r\n')
    await until(() => state.open === 2)

    for (let round = 0; round < 10; round += 1) {
      const before = read
      await until(() => read > before + 256 * 1024)
      bench.clock.pass(900)
      await new Promise((resolve) => setTimeout(resolve, 10))
    }

    expect(state.open).toBe(2)
    expect(bench.lines.map(({ event }) => event)).not.toContain('web-readers-cut')
  })

  it('end at once where the head alone is wanted', async () => {
    const { state, mount } = createEndlessStream()
    const surface = await bench.start({ mount: [mount] })

    const reply = await bench.send(surface, '/v1/stream', { method: 'HEAD' })

    expect(reply).toMatchObject({ status: 200, body: '' })
    await until(() => state.open === 0)
  })

  it('end when their reader leaves', async () => {
    const { state, mount } = createEndlessStream()
    const surface = await bench.start({ mount: [mount] })
    const socket = bench.open(surface)
    socket.resume().write(GET_STREAM)
    await until(() => state.open === 1)

    socket.destroy()

    await until(() => state.open === 0)
  })

  it('are interrupted by a stop, after some time, and can say so', async () => {
    const { state, mount } = createEndlessStream()
    const surface = await bench.start({ mount: [mount], limits: { drainMs: 20, farewellMs: 500 } })
    const socket = bench.open(surface)
    let text = ''
    socket.setEncoding('utf8').on('data', (part: string) => {
      text += part
    })
    socket.write('GET /v1/waiting HTTP/1.1\r\nHost: localhost\r\n\r\n')
    await until(() => text.includes('begun'))

    await surface.stop()
    await new Promise((resolve) => (socket.closed ? resolve(undefined) : socket.once('close', resolve)))

    expect(text).toContain('farewell')
    expect(state.open).toBe(0)
  })

  it('that do not listen to a stop are cut off, and nothing is left', async () => {
    const { state, mount } = createEndlessStream()
    const surface = await bench.start({ mount: [mount], limits: { drainMs: 20, farewellMs: 50 } })
    const [reader, idle, deaf] = [bench.open(surface), bench.open(surface), bench.open(surface)]
    const closed = [reader, idle, deaf].map((socket) => new Promise((resolve) => socket.once('close', resolve)))
    reader.resume().write(GET_STREAM)
    idle.resume().write('GET /v1/who HTTP/1.1\r\nHost: localhost\r\n\r\n')
    deaf.pause().write(GET_STREAM)
    await until(() => state.open === 2)

    await surface.stop()
    deaf.destroy()

    await Promise.all(closed)
    await until(() => state.open === 0)
    expect(state.reasons.every((reason) => reason instanceof Interruption)).toBe(true)
    expect(surface.url).toBeUndefined()
    await expect(bench.send(surface, '/v1/who')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })
})
