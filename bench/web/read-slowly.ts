import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

export interface SlowLoad {
  readonly url: string
  readonly token: string
  readonly clients: number
  /** Replies that each client asks for at once. */
  readonly replies: number
  readonly queries: readonly string[]
  /** Hits of a reply. */
  readonly hits: number
  readonly seconds: number
}

export interface SlowOutcome {
  /** Clients that the server had cut off by the end. */
  readonly cut: number
  /** Seconds until the first and the last of them were. */
  readonly firstCut: number
  readonly lastCut: number
  readonly bytesRead: number
}

/** Clients that ask for much and read one byte a second of it. */
export async function readSlowly(load: SlowLoad): Promise<SlowOutcome> {
  const { clients, seconds } = load
  const start = performance.now()
  const cutAt: number[] = []
  let bytesRead = 0
  const sockets = Array.from({ length: clients }, (_, at) => {
    const socket = open(load, at, () => {
      bytesRead += 1
    })
    socket.on('error', () => {})
    socket.once('close', () => cutAt.push((performance.now() - start) / 1_000))
    return socket
  })
  while (performance.now() - start < seconds * 1_000 && cutAt.length < clients) {
    await sleep(1_000)
    for (const socket of sockets) socket.resume()
  }
  const outcome = {
    cut: cutAt.length,
    firstCut: cutAt[0] ?? Number.NaN,
    lastCut: cutAt.at(-1) ?? Number.NaN,
    bytesRead,
  }
  for (const socket of sockets) socket.destroy()
  return outcome
}

function open({ url, token, replies, queries, hits }: SlowLoad, at: number, onByte: () => void): Socket {
  const { hostname, port, host } = new URL(url)
  const socket = connect({
    host: hostname,
    port: Number(port),
    // One byte at a time is taken from the system, and none more until the socket goes on.
    onread: {
      buffer: new Uint8Array(1),
      callback() {
        onByte()
        return false
      },
    },
  })
  for (let reply = 0; reply < replies; reply += 1) {
    const query = encodeURIComponent(queries[(at * replies + reply) % queries.length]!)
    const lines = [
      `GET /v1/search?q=${query}&limit=${hits} HTTP/1.1`,
      `Host: ${host}`,
      `Authorization: Bearer ${token}`,
      'Accept: application/json',
    ]
    socket.write(`${lines.join('\r\n')}\r\n\r\n`)
  }
  return socket
}
