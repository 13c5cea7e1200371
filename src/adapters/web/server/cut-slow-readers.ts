import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Clock } from '../../../ports/clock.ts'
import type { Telemetry } from '../../../ports/telemetry.ts'
import type { WebLimits } from './web-limits.ts'

/** What had been handed to a connection when it was last looked at, and when. */
interface Mark {
  readonly at: number
  /** Bytes that have to be gone by and by. */
  readonly goal: number
  readonly waiting: number
}

/**
 * Cuts connections whose peer does not read what is sent to it. Whoever writes waits for the peer, so an answer would
 * otherwise stay in the making for as long as the peer likes.
 * @returns what ends the watch
 */
export function cutSlowReaders(
  server: Server,
  limits: Pick<WebLimits, 'stallMs' | 'leastBytesPerSecond' | 'sweepMs'>,
  clock: Clock,
  telemetry: Telemetry,
): () => void {
  const marks = new Map<Socket, Mark>()
  server.on('connection', (socket) => {
    marks.set(socket, markOf(socket, clock.elapsed()))
    socket.once('close', () => marks.delete(socket))
  })
  const sweeping = setInterval(() => {
    const now = clock.elapsed()
    let cut = 0
    for (const [socket, mark] of marks) {
      const isThrough = socket.writableLength === 0 || sentOf(socket) >= mark.goal
      if (isThrough) marks.set(socket, markOf(socket, now))
      else if (now - mark.at >= limits.stallMs + (mark.waiting / limits.leastBytesPerSecond) * 1000) {
        socket.destroy()
        cut += 1
      }
    }
    if (cut > 0) telemetry.warn('web-readers-cut', { count: cut })
  }, limits.sweepMs)
  sweeping.unref()
  return () => clearInterval(sweeping)
}

function markOf(socket: Socket, at: number): Mark {
  return { at, goal: socket.bytesWritten, waiting: socket.writableLength }
}

/** `bytesWritten` counts what waits as well. */
function sentOf(socket: Socket): number {
  return socket.bytesWritten - socket.writableLength
}
