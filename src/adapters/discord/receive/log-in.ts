import { type Client, Events } from 'discord.js'
import { KikuError } from '../../../domain/errors.ts'
import { explainClose, explainGatewayFailure } from './explain-gateway-failure.ts'

export interface LogInOptions {
  readonly token: string
  readonly signal: AbortSignal
  /** The longest, in milliseconds, that nothing goes on: connections are opened one after the other, seconds apart. */
  readonly stallMs: number
}

/**
 * Opens the connections to the gateway. Resolves when all are ready, and the servers are known that are not unavailable.
 * On failure the client is of no use any more, and destroyed.
 * @throws KikuError `surface-refused`, `surface-unreachable`, `rate-limited`; the reason of the signal
 */
export async function logIn(client: Client, { token, signal, stallMs }: LogInOptions): Promise<void> {
  signal.throwIfAborted()
  const ending = new AbortController()
  try {
    await Promise.race([becomeReady(client, ending.signal), fail(client, { token, signal, stallMs }, ending.signal)])
  } catch (thrown) {
    await client.destroy().catch(() => {})
    throw thrown
  } finally {
    ending.abort()
  }
}

function becomeReady(client: Client, ended: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const onReady = () => resolve()
    client.once(Events.ClientReady, onReady)
    ended.addEventListener('abort', () => client.off(Events.ClientReady, onReady), { once: true })
  })
}

function fail(client: Client, { token, signal, stallMs }: LogInOptions, ended: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const onStall = () => reject(stalled(stallMs))
    let timer = setTimeout(onStall, stallMs)
    const onProgress = () => {
      clearTimeout(timer)
      timer = setTimeout(onStall, stallMs)
    }
    const onAbort = () => reject(signal.reason)
    const onClose = ({ code }: { readonly code: number }) => reject(explainClose(code))
    client.on(Events.ShardReady, onProgress)
    client.on(Events.ShardDisconnect, onClose)
    signal.addEventListener('abort', onAbort, { once: true })
    ended.addEventListener('abort', () => {
      clearTimeout(timer)
      client.off(Events.ShardReady, onProgress)
      client.off(Events.ShardDisconnect, onClose)
      signal.removeEventListener('abort', onAbort)
    })
    // Why a connection was closed is told apart from the error, and a little later.
    client.login(token).catch((thrown: unknown) => setImmediate(() => reject(explainGatewayFailure(thrown))))
  })
}

function stalled(stallMs: number): KikuError {
  return new KikuError('surface-unreachable', 'The gateway of Discord did not get ready in time.', {
    retryable: true,
    remedy: 'Check the network of this machine and https://discordstatus.com.',
    details: { stallMs },
  })
}
