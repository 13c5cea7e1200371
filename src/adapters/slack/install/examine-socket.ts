import { connect, isIP, type Socket } from 'node:net'
import { connect as connectSecurely } from 'node:tls'
import { z } from 'zod'
import { withDeadline } from '../../../domain/with-deadline.ts'
import type { SlackFinding } from './slack-finding.ts'

const Opened = z.object({ url: z.url({ protocol: /^wss?$/ }) })

/**
 * Looks whether the place of the socket can be reached. The address holds a ticket: it is neither used nor shown.
 * @param body of `apps.connections.open`
 */
export async function examineSocket(
  body: unknown,
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<SlackFinding> {
  const opened = Opened.safeParse(body).data
  if (opened === undefined) return unreachable('Slack gave no address for the socket.')
  const url = new URL(opened.url)
  try {
    await withDeadline({ signal, timeoutMs, what: 'connection to the socket' }, (inTime) => touch(url, inTime))
    return { part: 'slack', state: 'ok', message: `The socket at ${url.hostname} can be reached.` }
  } catch {
    signal.throwIfAborted()
    return unreachable(`The socket at ${url.hostname} cannot be reached.`)
  }
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

function unreachable(message: string): SlackFinding {
  return {
    part: 'slack',
    state: 'broken',
    message,
    remedy: 'Let this machine open WebSocket connections to *.slack.com on port 443, or use a signing secret instead.',
  }
}
