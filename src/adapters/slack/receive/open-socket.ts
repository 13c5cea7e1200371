import { setTimeout as delay } from 'node:timers/promises'
import { type App, SocketModeReceiver } from '@slack/bolt'
import { z } from 'zod'
import { withDeadline } from '../../../domain/with-deadline.ts'
import type { Telemetry } from '../../../ports/telemetry.ts'
import { explainSocketFailure } from './explain-socket-failure.ts'
import { createQuietLogger } from './quiet-logger.ts'

/** From the request for an address to Slack's greeting on the socket. */
const OPEN_MS = 15_000
/** A ping goes out every third of it, and a connection without an answer for as long as this is given up. */
const PING_MS = 5_000
const POLL_MS = 20
const MOST_ROUNDS = 25

export interface SocketOptions {
  readonly app: App
  readonly appToken: string
  readonly apiUrl: string
  readonly telemetry: Telemetry
}

/** One connection of Socket Mode, from greeting to loss. It never mends itself: `createSocketTransport` opens another. */
export interface SocketLink {
  /** `goodbye`: Slack announced the end, and the connection can be used for a little while yet. */
  readonly lost: Promise<'goodbye' | 'closed'>
  close(): Promise<void>
}

/**
 * https://docs.slack.dev/apis/events-api/using-socket-mode
 * @throws KikuError `surface-refused`, `surface-unreachable`, `rate-limited` with `details.retryAfterMs`,
 * `deadline-exceeded`; the reason of the signal
 */
export async function openSocket(options: SocketOptions, signal: AbortSignal): Promise<SocketLink> {
  const attempt = new AbortController()
  const receiver = createReceiver(options, attempt.signal)
  const lost = watch(receiver, options.telemetry)
  receiver.init(options.app)
  try {
    await withDeadline({ signal, timeoutMs: OPEN_MS, what: 'connection to Slack' }, () => receiver.start())
  } catch (thrown) {
    // Ends a request for an address that is under way; otherwise a socket would open after nobody waits for it.
    attempt.abort()
    await closeClient(receiver.client)
    signal.throwIfAborted()
    throw explainSocketFailure(thrown)
  }
  return { lost, close: () => closeClient(receiver.client) }
}

function createReceiver({ appToken, apiUrl, telemetry }: SocketOptions, ended: AbortSignal): SocketModeReceiver {
  return new SocketModeReceiver({
    appToken,
    // Its own way of reconnecting waits seconds, and ends the process, or stays deaf, when Slack cannot be reached.
    autoReconnectEnabled: false,
    clientPingTimeout: PING_MS,
    logger: createQuietLogger(telemetry, 'socket'),
    processEventErrorHandler: async () => false,
    installerOptions: {
      clientOptions: {
        slackApiUrl: apiUrl,
        retryConfig: { retries: 0 },
        rejectRateLimitedCalls: true,
        fetch: (url, init) => fetch(url, { ...init, signal: ended }),
      },
    },
  })
}

/** Resolves when the connection is lost. Also keeps messages away that the client would throw on, unheard by anybody. */
function watch({ client }: SocketModeReceiver, telemetry: Telemetry): SocketLink['lost'] {
  return new Promise((resolve) => {
    client.once('disconnected', () => resolve('closed'))
    const listeners = client.listeners('ws_message')
    client.removeAllListeners('ws_message')
    client.on('ws_message', (data: unknown, isBinary: unknown) => {
      const envelope = readEnvelope(data)
      if (envelope === undefined) telemetry.warn('slack-message-unreadable')
      // Not handed on, since the client would close at once, and acknowledgements that are under way be lost.
      else if (envelope.type === 'disconnect') resolve('goodbye')
      else for (const listener of listeners) listener(data, isBinary)
    })
  })
}

const greetingSchema = z.object({ type: z.enum(['hello', 'disconnect']) })
const eventSchema = z.object({
  type: z.literal('events_api'),
  payload: z.object({ event: z.object({ type: z.string() }) }),
})
/** Commands and clicks. */
const otherSchema = z.object({
  type: z.string().refine((type) => type !== 'events_api'),
  payload: z.looseObject({}),
})
const envelopeSchema = z.union([greetingSchema, eventSchema, otherSchema])

function readEnvelope(data: unknown): { readonly type: string } | undefined {
  if (typeof data !== 'string') return undefined
  try {
    return envelopeSchema.safeParse(JSON.parse(data)).data
  } catch {
    return undefined
  }
}

/**
 * Says goodbye and closes without waiting for the other side: the second call does what the client would do half a minute
 * later, with a timer that it forgets when the connection breaks meanwhile.
 */
async function closeClient(client: SocketModeReceiver['client']): Promise<void> {
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    void client.disconnect()
    void client.disconnect()
    // A start that was just given up may open a socket still.
    await delay(POLL_MS)
    if (client.websocket?.readyState === undefined) return
  }
}
