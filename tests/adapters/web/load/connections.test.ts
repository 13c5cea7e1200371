import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { WebSurface } from '../../../../src/adapters/web/create-web-surface.ts'
import { createWebBench, until, type WebBench } from '../server/web-bench.ts'
import { createRoutes, openCrowd, requestText, weighBuffers } from './crowd-bench.ts'

const MEGABYTE = 1024 * 1024
const WHO = requestText('GET', '/v1/who')

describe('a crowd of connections to the web surface', () => {
  let bench: WebBench
  beforeEach(() => {
    bench = createWebBench()
  })
  afterEach(() => bench.close())

  const statusOf = async (surface: WebSurface) => (await bench.send(surface, '/v1/who')).status

  it('that reads nothing is cut, and what waited for it is let go', async () => {
    const { state, mount } = createRoutes()
    const limits = { stallMs: 1_000, sweepMs: 5 }
    const surface = await bench.start({ mount: [mount], limits })
    const before = await weighBuffers()
    const write = () => requestText('GET', '/v1/much').repeat(4)
    const crowd = openCrowd(bench, surface, { count: 10, write, isReading: false })
    await until(() => state.seen === 40)
    await until(() => process.memoryUsage().arrayBuffers > before + 40 * MEGABYTE)

    // What stood in the system when it was last looked at counts as read.
    while (!crowd.sockets.every(({ closed }) => closed)) {
      bench.clock.pass(600_000)
      for (const socket of crowd.sockets)
        if (bench.lines.some(({ event }) => event === 'web-readers-cut')) socket.resume()
      await new Promise((resolve) => setTimeout(resolve, 10))
    }

    expect(await statusOf(surface)).toBe(200)
    expect((await weighBuffers()) - before).toBeLessThan(8 * MEGABYTE)
  })

  it.each([
    ['the first line', 'GET /v1/w'],
    ['a header', 'GET /v1/who HTTP/1.1\r\nHost: localhost\r\nX-Slow: a'],
    ['a body that was announced', `${requestText('POST', '/v1/echo', { 'Content-Length': '9' })}{`],
    ['a chunk', `${requestText('POST', '/v1/echo', { 'Transfer-Encoding': 'chunked' })}ff\r\nab`],
    [
      'an upload',
      `${requestText('POST', '/v1/echo', { 'Content-Type': 'multipart/form-data; boundary=x', 'Content-Length': '999' })}--x`,
    ],
  ])('that stops in the middle of %s is cut, while others are served', async (_, text) => {
    const limits = { headersMs: 60, bodyMs: 60, requestMs: 120, checkMs: 10 }
    const surface = await bench.start({ limits })

    const crowd = openCrowd(bench, surface, { count: 100, write: () => text })
    const status = await statusOf(surface)
    await crowd.closed

    expect(status).toBe(200)
    expect(await statusOf(surface)).toBe(200)
  })

  it('that ends its side has left, and nothing stays at work for it', async () => {
    const { state, mount } = createRoutes()
    const surface = await bench.start({ mount: [mount] })

    const crowd = openCrowd(bench, surface, { count: 50, write: () => requestText('GET', '/v1/waiting') })
    await until(() => state.open === 50)
    for (const socket of crowd.sockets) socket.end()
    await crowd.closed

    await until(() => state.open === 0)
  })

  it('is dropped beyond what is allowed, and those within are served', async () => {
    const surface = await bench.start({ limits: { connections: 20 } })
    const kept = openCrowd(bench, surface, { count: 20, write: () => WHO })
    await until(() => kept.texts.every((text) => text().includes('web:local')))

    const late = openCrowd(bench, surface, { count: 20, write: () => WHO })
    await late.closed
    for (const socket of kept.sockets) socket.write(WHO)
    await until(() => kept.texts.every((text) => text().split('web:local').length === 3))

    expect(late.texts.map((text) => text())).toEqual(Array.from({ length: 20 }, () => ''))
  })

  it('of a thousand can come and go, and leaves room for others', async () => {
    const { state, mount } = createRoutes()
    const surface = await bench.start({ mount: [mount] })

    // Together they are more than are allowed at one time.
    for (const count of [1_000, 100]) {
      const write = (at: number) => (at % 2 === 0 ? requestText('GET', '/v1/waiting') : 'GET /v1/wa')
      const crowd = openCrowd(bench, surface, { count, write })
      await until(() => state.open === count / 2)
      for (const socket of crowd.sockets) socket.resetAndDestroy()
      await until(() => state.open === 0)
    }

    expect(await statusOf(surface)).toBe(200)
    expect(bench.lines.map(({ event }) => event)).not.toContain('web-request-broken')
  })

  it('that sends many requests at once is answered in their order', async () => {
    const { state, mount } = createRoutes()
    const surface = await bench.start({ mount: [mount] })
    const numbers = Array.from({ length: 200 }, (_, at) => at)
    const write = () => numbers.map((number) => requestText('GET', `/v1/numbers/${number}`)).join('')

    const crowd = openCrowd(bench, surface, { count: 5, write })
    await until(() => crowd.texts.every((text) => text().includes('{"number":199}')))

    for (const text of crowd.texts) {
      const answered = [...text().matchAll(/\{"number":(\d+)\}/g)].map(([, number]) => Number(number))
      expect(answered).toEqual(numbers)
    }
    expect(state).toEqual({ open: 0, seen: 1_000 })
  })

  it('that sends many requests at once and leaves, leaves nothing at work', async () => {
    const { state, mount } = createRoutes()
    const surface = await bench.start({ mount: [mount] })

    const crowd = openCrowd(bench, surface, { count: 20, write: () => requestText('GET', '/v1/waiting').repeat(50) })
    await until(() => state.open === 1_000)
    for (const socket of crowd.sockets) socket.destroy()
    await crowd.closed
    await until(() => state.open === 0)

    expect(await statusOf(surface)).toBe(200)
  })
})
