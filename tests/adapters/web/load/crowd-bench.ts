import type { Socket } from 'node:net'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { WebMount, WebSurface } from '../../../../src/adapters/web/create-web-surface.ts'
import type { WebBench } from '../server/web-bench.ts'

/** Connections that speak as no client should, many at once. */
export interface Crowd {
  readonly sockets: readonly Socket[]
  /** What each was sent. */
  readonly texts: readonly (() => string)[]
  /** Resolves when the other side has ended all of them. */
  readonly closed: Promise<unknown>
}

/** @param write what each writes at once; undefined for nothing */
export function openCrowd(
  bench: WebBench,
  surface: WebSurface,
  { count, write, isReading = true }: { count: number; write?: (at: number) => string; isReading?: boolean },
): Crowd {
  const received = Array.from({ length: count }, () => '')
  const sockets = received.map((_, at) => {
    const socket = bench.open(surface)
    if (isReading) {
      socket.setEncoding('utf8').on('data', (part: string) => {
        received[at] += part
      })
    } else socket.pause()
    const text = write?.(at)
    if (text !== undefined) socket.write(text, 'latin1')
    return socket
  })
  const closed = Promise.all(sockets.map((socket) => new Promise((resolve) => socket.once('close', resolve))))
  return { sockets, texts: sockets.map((_, at) => () => received[at] ?? ''), closed }
}

export function requestText(method: string, path: string, headers: Readonly<Record<string, string>> = {}): string {
  const lines = Object.entries({ Host: 'localhost', ...headers }).map(([name, value]) => `${name}: ${value}`)
  return `${[`${method} ${path} HTTP/1.1`, ...lines].join('\r\n')}\r\n\r\n`
}

/** Routes that tell how many of their handlers are at work. */
export function createRoutes() {
  const state = { open: 0, seen: 0 }
  const mount: WebMount = (app) => {
    // The later a request of a batch comes, the sooner its reply is ready.
    app.get('/v1/numbers/:number', async (context) => {
      const number = Number(context.req.param('number'))
      state.open += 1
      state.seen += 1
      await new Promise((resolve) => setTimeout(resolve, number % 7 === 0 ? 20 : 0))
      state.open -= 1
      return context.json({ number })
    })
    app.get('/v1/much', (context) => {
      state.seen += 1
      return context.body(new Uint8Array(2 * 1024 * 1024))
    })
    app.get('/v1/waiting', async (context) => {
      state.open += 1
      state.seen += 1
      const { signal } = context.req.raw
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
      state.open -= 1
      return context.json({})
    })
  }
  return { state, mount }
}

/** Bytes of this process outside of the heap, once nothing needless is left. */
export async function weighBuffers(): Promise<number> {
  setFlagsFromString('--expose-gc')
  const collect: () => void = runInNewContext('gc')
  for (let round = 0; round < 3; round += 1) {
    collect()
    await new Promise((resolve) => setImmediate(resolve))
  }
  return process.memoryUsage().arrayBuffers
}
