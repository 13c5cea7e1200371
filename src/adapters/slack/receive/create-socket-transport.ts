import { setTimeout as delay } from 'node:timers/promises'
import type { App } from '@slack/bolt'
import { KikuError, toKikuError } from '../../../domain/errors.ts'
import type { Clock } from '../../../ports/clock.ts'
import type { Telemetry } from '../../../ports/telemetry.ts'
import { openSocket, type SocketLink } from './open-socket.ts'
import type { ConnectionState, Transport } from './transport.ts'

/** Milliseconds. */
export interface SocketWaits {
  /** After the first failure; each further one doubles it, up to `most`. */
  readonly first: number
  readonly most: number
  /** Before a token that Slack turned away is tried again. */
  readonly refused: number
  /** For how long a connection that Slack said goodbye on is kept for acknowledgements. */
  readonly drain: number
  /** A connection that lived shorter counts as a failure. */
  readonly short: number
}

const WAITS: SocketWaits = { first: 250, most: 30_000, refused: 60_000, drain: 2_000, short: 5_000 }

export interface SocketTransportOptions {
  /** `xapp-…`. Never logged. */
  readonly appToken: string
  readonly apiUrl: string
  readonly clock: Clock
  readonly telemetry: Telemetry
  readonly waits?: SocketWaits
}

/**
 * Keeps one connection of Socket Mode open for as long as it is wanted: the next one is opened the moment one is lost, or
 * announced to end, and with growing waits while Slack cannot be reached.
 */
export function createSocketTransport(options: SocketTransportOptions): Transport {
  const { appToken, apiUrl, clock, telemetry, waits = WAITS } = options
  const ended = new AbortController()
  const closing = new Set<Promise<void>>()
  let app: App | undefined
  let state: ConnectionState = 'idle'
  let running: Promise<void> | undefined

  async function keepConnected(first: FirstConnection): Promise<void> {
    const stopped = abortOf(ended.signal)
    let failures = 0
    while (!ended.signal.aborted) {
      if (state !== 'refused') state = 'connecting'
      const link = await open()
      if (link instanceof KikuError) {
        if (link.code === 'surface-refused' && first.reject(link)) return
        failures += 1
        const waitMs = waitAfter(link, failures, waits)
        if (!ended.signal.aborted) telemetry.warn('slack-connection-failed', { code: link.code, failures, waitMs })
        await pause(waitMs)
        continue
      }
      const since = clock.elapsed()
      state = 'connected'
      telemetry.info('slack-connected', { failures })
      first.resolve()
      const why = await Promise.race([link.lost, stopped])
      const livedMs = Math.round(clock.elapsed() - since)
      retire(link, why === 'goodbye' ? waits.drain : 0)
      if (why === 'ended') return
      failures = livedMs < waits.short ? failures + 1 : 0
      telemetry.info('slack-connection-lost', { why, livedMs })
      if (failures > 0) await pause(doubled(failures, waits))
    }
  }

  async function open(): Promise<SocketLink | KikuError> {
    if (app === undefined) throw new KikuError('internal', 'The connection to Slack has no app.')
    try {
      return await openSocket({ app, appToken, apiUrl, telemetry }, ended.signal)
    } catch (thrown) {
      const error = toKikuError(thrown)
      state = error.code === 'surface-refused' ? 'refused' : 'connecting'
      return error
    }
  }

  function retire(link: SocketLink, afterMs: number): void {
    const closed = pause(afterMs).then(() => link.close())
    closing.add(closed)
    void closed.finally(() => closing.delete(closed))
  }

  function pause(ms: number): Promise<void> {
    return delay(ms, undefined, { signal: ended.signal }).catch(() => {})
  }

  async function stop(): Promise<void> {
    ended.abort()
    await running
    await Promise.all(closing)
    state = 'stopped'
  }

  return {
    serve: (guarded) => {
      app = guarded
    },
    async start(signal) {
      signal.throwIfAborted()
      const first = createFirstConnection()
      const giveUp = () => first.reject(signal.reason)
      signal.addEventListener('abort', giveUp, { once: true })
      running = keepConnected(first).finally(() =>
        first.reject(new KikuError('cancelled', 'The connection was stopped.')),
      )
      try {
        await first.settled
      } catch (thrown) {
        await stop()
        throw thrown
      } finally {
        signal.removeEventListener('abort', giveUp)
      }
    },
    stop,
    state: () => state,
    address: () => undefined,
  }
}

interface FirstConnection {
  readonly settled: Promise<void>
  resolve(): void
  /** @returns whether anybody was still waiting for the first connection */
  reject(reason: unknown): boolean
}

function createFirstConnection(): FirstConnection {
  let isSettled = false
  let onResolve = () => {}
  let onReject = (_reason: unknown) => {}
  const settled = new Promise<void>((resolve, reject) => {
    onResolve = resolve
    onReject = reject
  })
  return {
    settled,
    resolve() {
      isSettled = true
      onResolve()
    },
    reject(reason) {
      if (isSettled) return false
      isSettled = true
      onReject(reason)
      return true
    },
  }
}

function abortOf(signal: AbortSignal): Promise<'ended'> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve('ended')
    signal.addEventListener('abort', () => resolve('ended'), { once: true })
  })
}

function waitAfter(error: KikuError, failures: number, waits: SocketWaits): number {
  if (error.code === 'surface-refused') return waits.refused
  const asked = error.details.retryAfterMs
  return Math.max(doubled(failures, waits), typeof asked === 'number' ? asked : 0)
}

function doubled(failures: number, waits: SocketWaits): number {
  return Math.min(waits.most, waits.first * 2 ** Math.min(failures - 1, 20))
}
