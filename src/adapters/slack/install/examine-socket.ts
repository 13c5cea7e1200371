import { z } from 'zod'
import { touchSocket } from '../../common/touch-socket.ts'
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
    await touchSocket(url, { signal, timeoutMs })
    return { part: 'slack', state: 'ok', message: `The socket at ${url.hostname} can be reached.` }
  } catch {
    signal.throwIfAborted()
    return unreachable(`The socket at ${url.hostname} cannot be reached.`)
  }
}

function unreachable(message: string): SlackFinding {
  return {
    part: 'slack',
    state: 'broken',
    message,
    remedy: 'Let this machine open WebSocket connections to *.slack.com on port 443, or use a signing secret instead.',
  }
}
