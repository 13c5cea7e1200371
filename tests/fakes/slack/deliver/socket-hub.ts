import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { APP } from '../envelopes.ts'
import type { Timers } from '../timers.ts'
import { objectOf, textOf, type WireObject } from '../wire.ts'
import { type Outcome, type Sender, UNACKNOWLEDGED } from './delivery.ts'

/** Socket Mode (https://docs.slack.dev/apis/events-api/using-socket-mode): the app connects, the server sends. */
export interface SocketHub {
  /** Sockets that are open and were not told to go. */
  readonly openSockets: number
  /** How many there ever were. */
  readonly connections: number
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void
  readonly send: Sender
  /** Asks the app to connect anew, as Slack does every few hours, and hangs up a little later unless it only warns. */
  askToReconnect(reason?: 'refresh_requested' | 'warning' | 'link_disabled'): void
  /** Cuts every connection. */
  kill(): void
  /** Stops reading and answering on every connection, which stay open: a dead network. */
  freeze(): void
  close(): void
}

const PING_EVERY_MS = 10_000
/** Milliseconds that a connection is left open after its end was announced. */
const FAREWELL_MS = 2_000

interface Pending {
  readonly socket: WebSocket
  readonly settle: (outcome: Outcome) => void
}

export function createSocketHub(options: {
  readonly timers: Timers
  readonly ackTimeoutMs: number
  readonly onChange: () => void
}): SocketHub {
  const { timers, ackTimeoutMs, onChange } = options
  const server = new WebSocketServer({ noServer: true })
  const sockets = new Set<WebSocket>()
  const leaving = new Set<WebSocket>()
  const pending = new Map<string, Pending>()
  const waiting = new Set<() => void>()
  let connections = 0
  let turn = 0

  const ready = () => [...sockets].filter((socket) => socket.readyState === socket.OPEN && !leaving.has(socket))

  function welcome(socket: WebSocket): void {
    sockets.add(socket)
    connections += 1
    const ping = setInterval(() => socket.ping(), PING_EVERY_MS)
    socket.on('message', (data) => acknowledge(String(data)))
    // A connection that breaks says so here first; what follows is the same as for one that closes.
    socket.on('error', () => socket.terminate())
    socket.on('close', () => {
      clearInterval(ping)
      sockets.delete(socket)
      leaving.delete(socket)
      for (const { socket: used, settle } of [...pending.values()]) if (used === socket) settle(UNACKNOWLEDGED)
      onChange()
    })
    sendJson(socket, {
      type: 'hello',
      num_connections: sockets.size,
      debug_info: { host: 'applink-peer', started: new Date().toISOString(), build_number: 1 },
      connection_info: { app_id: APP },
    })
    for (const tell of [...waiting]) tell()
    onChange()
  }

  function acknowledge(text: string): void {
    const { envelope_id: id, payload } = objectOf(JSON.parse(text))
    pending.get(textOf(id))?.settle({ isAcknowledged: true, acknowledgement: payload, status: 0, isFinal: false })
  }

  /** Waits for a connection where there is none, as long as for an acknowledgement. */
  async function pickSocket(): Promise<WebSocket | undefined> {
    if (ready().length === 0) {
      await new Promise<void>((resolve) => {
        const finish = () => {
          waiting.delete(finish)
          callOff()
          resolve()
        }
        waiting.add(finish)
        const callOff = timers.after(ackTimeoutMs, finish)
        if (timers.isClosed) finish()
      })
    }
    const open = ready()
    turn += 1
    return open[turn % Math.max(1, open.length)]
  }

  const send: Sender = async ({ kind, body, number, reason }) => {
    const socket = await pickSocket()
    if (socket === undefined) return UNACKNOWLEDGED
    const id = randomUUID()
    const envelope: WireObject = {
      envelope_id: id,
      type: kind,
      payload: body,
      accepts_response_payload: kind !== 'events_api',
      ...(kind === 'events_api' ? { retry_attempt: number, retry_reason: reason } : {}),
    }
    return new Promise<Outcome>((resolve) => {
      const settle = (outcome: Outcome) => {
        pending.delete(id)
        callOff()
        resolve(outcome)
      }
      const callOff = timers.after(ackTimeoutMs, () => settle(UNACKNOWLEDGED))
      pending.set(id, { socket, settle })
      sendJson(socket, envelope)
    })
  }

  return {
    get openSockets() {
      return ready().length
    },
    get connections() {
      return connections
    },
    accept: (request, socket, head) => server.handleUpgrade(request, socket, head, welcome),
    send,
    askToReconnect(reason = 'refresh_requested') {
      for (const socket of ready()) {
        sendJson(socket, { type: 'disconnect', reason, debug_info: { host: 'applink-peer' } })
        if (reason === 'warning') continue
        leaving.add(socket)
        timers.after(FAREWELL_MS, () => socket.close())
      }
    },
    kill: () => {
      for (const socket of sockets) socket.terminate()
    },
    freeze: () => {
      for (const socket of sockets) {
        leaving.add(socket)
        socket.pause()
      }
    },
    close() {
      for (const tell of [...waiting]) tell()
      for (const { settle } of [...pending.values()]) settle(UNACKNOWLEDGED)
      for (const socket of sockets) socket.terminate()
      server.close()
    },
  }
}

function sendJson(socket: WebSocket, value: WireObject): void {
  // An error of sending is followed by the closing of the socket, which is looked after.
  socket.send(JSON.stringify(value), () => {})
}
