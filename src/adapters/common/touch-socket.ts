import { connect, isIP, type Socket } from 'node:net'
import { connect as connectSecurely } from 'node:tls'
import { withDeadline } from '../../domain/with-deadline.ts'

/**
 * Opens a connection to the place of a WebSocket and closes it again, without a word of WebSocket: the address may hold a
 * ticket, which is neither used nor shown.
 * @throws what the connection fails with, KikuError `deadline-exceeded`, or the reason of the signal
 */
export function touchSocket(
  url: URL,
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<void> {
  return withDeadline({ signal, timeoutMs, what: 'connection to the socket' }, (inTime) => touch(url, inTime))
}

function touch({ protocol, hostname, port }: URL, signal: AbortSignal): Promise<void> {
  const isSecure = protocol === 'wss:'
  const host = hostname.replace(/^\[|\]$/g, '')
  return new Promise((resolve, reject) => {
    const socket: Socket = isSecure
      ? connectSecurely({ host, port: Number(port || 443), ...(isIP(host) === 0 ? { servername: host } : {}) })
      : connect({ host, port: Number(port || 80) })
    const end = (settle: () => void) => {
      signal.removeEventListener('abort', onAbort)
      socket.destroy()
      settle()
    }
    const onAbort = () => end(() => reject(signal.reason))
    signal.addEventListener('abort', onAbort, { once: true })
    socket.once(isSecure ? 'secureConnect' : 'connect', () => end(resolve))
    socket.on('error', (error) => end(() => reject(error)))
  })
}
