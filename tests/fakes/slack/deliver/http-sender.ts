import { Buffer } from 'node:buffer'
import { createHmac } from 'node:crypto'
import http from 'node:http'
import type { WireObject } from '../wire.ts'
import { type Attempt, type Outcome, type Sender, UNACKNOWLEDGED } from './delivery.ts'

/**
 * Sends signed requests to the app (https://docs.slack.dev/authentication/verifying-requests-from-slack). A connection
 * each, so that none is left when the app stops.
 */
export function createHttpSender(options: {
  readonly url: string
  readonly signingSecret: string
  readonly ackTimeoutMs: number
  /** Ends what is under way. */
  readonly signal: AbortSignal
}): Sender {
  return (attempt) => {
    const body = encode(attempt)
    const headers = headersOf(attempt, body, options.signingSecret)
    return post({ url: options.url, body, headers, timeoutMs: options.ackTimeoutMs, signal: options.signal })
  }
}

function encode({ kind, body }: Attempt): string {
  switch (kind) {
    case 'events_api':
      return JSON.stringify(body)
    case 'slash_commands':
      return formOf(body)
    case 'interactive':
      return new URLSearchParams({ payload: JSON.stringify(body) }).toString()
  }
}

function formOf(body: WireObject): string {
  const form = new URLSearchParams()
  for (const [name, value] of Object.entries(body)) form.set(name, String(value))
  return form.toString()
}

function headersOf({ kind, number, reason, options }: Attempt, body: string, secret: string) {
  const seconds = Math.floor(Date.now() / 1000) - (options.ageSeconds ?? 0)
  const mac = createHmac('sha256', options.signWith ?? secret).update(`v0:${seconds}:${body}`)
  return {
    'content-type': kind === 'events_api' ? 'application/json' : 'application/x-www-form-urlencoded',
    'content-length': String(Buffer.byteLength(body)),
    'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
    'x-slack-request-timestamp': String(seconds),
    'x-slack-signature': `v0=${mac.digest('hex')}`,
    ...(number === 0
      ? {}
      : {
          'x-slack-retry-num': String(number),
          'x-slack-retry-reason': reason === 'timeout' ? 'http_timeout' : 'http_error',
        }),
  }
}

interface Post {
  readonly url: string
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

function post({ url, body, headers, timeoutMs, signal }: Post): Promise<Outcome> {
  return new Promise((resolve) => {
    const request = http.request(
      url,
      { method: 'POST', headers, agent: false, timeout: timeoutMs, signal },
      (response) => {
        const pieces: Buffer[] = []
        response.on('data', (piece: Buffer) => pieces.push(piece))
        response.on('error', () => resolve(UNACKNOWLEDGED))
        response.on('end', () => {
          const status = response.statusCode ?? 0
          const isAcknowledged = status >= 200 && status < 300
          const isFinal = response.headers['x-slack-no-retry'] === '1'
          resolve({ isAcknowledged, acknowledgement: read(Buffer.concat(pieces).toString('utf8')), status, isFinal })
        })
      },
    )
    request.on('timeout', () => request.destroy())
    request.on('error', () => resolve(UNACKNOWLEDGED))
    request.end(body)
  })
}

/** The body of an answer: nothing, a text, or JSON. */
function read(text: string): unknown {
  if (text === '') return undefined
  try {
    const value: unknown = JSON.parse(text)
    return value
  } catch {
    return { text }
  }
}
