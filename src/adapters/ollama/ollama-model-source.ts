import { KikuError, toKikuError } from '../../domain/errors.ts'
import type { ChatModel, ChatModelSource, ModelLookup } from '../../ports/chat-model.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Telemetry } from '../../ports/telemetry.ts'
import { createCallDeadline } from './call-deadline.ts'
import { type FoundModel, findModel } from './find-model.ts'
import { createHostPool, type PooledHost } from './host-pool.ts'
import { createOllamaChatModel } from './ollama-chat-model.ts'
import { createOllamaClient } from './ollama-client.ts'
import { parseHost } from './parse-host.ts'
import { createPatientFetch, type HttpFetch } from './patient-fetch.ts'

export interface OllamaModelSourceOptions {
  /** Addresses; none means that no model is configured. */
  readonly hosts: readonly string[]
  /** A model's name, or `auto` for the best installed one. */
  readonly model: string
  /** Most tokens of context to ask for; without it the model's own setting, else 8192. */
  readonly contextTokens?: number
  /** How long servers keep the model loaded. Default `30m`. */
  readonly keepAlive?: string | number
  /** Calls at once on one host, at least 1; should match its OLLAMA_NUM_PARALLEL. */
  readonly maxConcurrentPerHost: number
  /** Calls that may wait for a slot, over all hosts. Default 32. */
  readonly maxWaiting?: number
  readonly firstTokenTimeoutMs: number
  readonly idleTimeoutMs: number
  /** Longest wait for a server to say what it has installed. Default 2000. */
  readonly metadataTimeoutMs?: number
  /** Pause before the first repetition of a refused call. Default 300. */
  readonly backoffMs?: number
  readonly random?: () => number
  readonly clock: Clock
  readonly telemetry: Telemetry
  readonly fetch?: HttpFetch
}

export interface OllamaModelSource extends ChatModelSource {
  /** Ends lookups and connections. */
  close(): Promise<void>
}

/**
 * Chat models of one or several Ollama servers.
 *
 * A lookup is good for 30 s when it found the model and for 2 s when it did not; after that the next `find` renews it
 * and waits for that 250 ms at most before it returns the old one. So a server that is down costs next to nothing per
 * question, and one that came up is found with the first or second question.
 * @throws KikuError `config-invalid` when an address cannot be read
 */
export function createOllamaModelSource(options: OllamaModelSourceOptions): OllamaModelSource {
  const { clock, telemetry } = options
  const own = options.fetch === undefined ? createPatientFetch() : undefined
  const fetch = own?.fetch ?? options.fetch ?? globalThis.fetch
  const pool = createHostPool({
    clients: options.hosts.map((host) =>
      createOllamaClient({
        address: parseHost(host),
        fetch,
        ...(options.metadataTimeoutMs === undefined ? {} : { metadataTimeoutMs: options.metadataTimeoutMs }),
      }),
    ),
    slotsPerHost: options.maxConcurrentPerHost,
    maxWaiting: options.maxWaiting ?? 32,
    clock,
    telemetry,
  })
  const models = new Map<string, ChatModel>()
  let serving: ReadonlySet<PooledHost> = new Set()
  let previous: string | undefined
  let cached: { readonly lookup: ModelLookup; readonly at: number } | undefined
  let running: Promise<ModelLookup> | undefined
  const closing = new AbortController()

  async function look(): Promise<ModelLookup> {
    const deadline = createCallDeadline(closing.signal)
    deadline.arm(LOOKUP_TIMEOUT_MS, () => lookupTimedOut(options.hosts.length))
    try {
      const found = await findModel(
        {
          hosts: pool.hosts,
          model: options.model,
          ...(previous === undefined ? {} : { previous }),
          ...(options.contextTokens === undefined ? {} : { contextTokens: options.contextTokens }),
        },
        deadline.signal,
      )
      previous = found.name
      serving = found.hosts
      return { kind: 'ready', model: modelFor(found) }
    } catch (thrown) {
      const error = toKikuError(deadline.signal.aborted ? deadline.signal.reason : thrown)
      telemetry.debug('model-not-found', { code: error.code })
      return { kind: 'unavailable', error }
    } finally {
      deadline.release()
    }
  }

  // One object as long as nothing that it promises changes.
  function modelFor(found: FoundModel): ChatModel {
    const key = JSON.stringify([found.name, found.capabilities])
    const known = models.get(key)
    if (known !== undefined) return known
    const model = createOllamaChatModel({
      name: found.name,
      capabilities: found.capabilities,
      keepAlive: options.keepAlive ?? '30m',
      pool,
      serves: (host) => serving.has(host),
      limits: {
        firstTokenTimeoutMs: options.firstTokenTimeoutMs,
        idleTimeoutMs: options.idleTimeoutMs,
        backoffMs: options.backoffMs ?? 300,
        random: options.random ?? Math.random,
      },
      telemetry,
      onLost: forget,
    })
    models.clear()
    models.set(key, model)
    telemetry.info('model-found', { model: found.name, contextTokens: found.capabilities.contextTokens })
    return model
  }

  // The next `find` looks again; while that lasts, the old lookup counts if another host may still serve.
  function forget(error: KikuError): void {
    const others = [...serving].filter((host) => host.client.address.label !== error.details.host)
    const lookup = others.length > 0 ? cached?.lookup : undefined
    cached = { lookup: lookup ?? { kind: 'unavailable', error }, at: Number.NEGATIVE_INFINITY }
  }

  function renew(): Promise<ModelLookup> {
    running ??= look().then((lookup) => {
      cached = { lookup, at: clock.elapsed() }
      running = undefined
      return lookup
    })
    return running
  }

  return {
    async find(signal) {
      signal.throwIfAborted()
      if (pool.hosts.length === 0) return { kind: 'none' }
      if (cached !== undefined && clock.elapsed() - cached.at < lifetime(cached.lookup)) return cached.lookup
      return firstOf(renew(), cached?.lookup, signal)
    },
    async close() {
      closing.abort()
      await running
      await own?.close()
    },
  }
}

const LOOKUP_TIMEOUT_MS = 6_000
const GRACE_MS = 250

function lifetime(lookup: ModelLookup): number {
  return lookup.kind === 'ready' ? 30_000 : 2_000
}

/** The renewed lookup, or the old one when that takes long. Rejects with the signal's reason. */
function firstOf(
  renewed: Promise<ModelLookup>,
  old: ModelLookup | undefined,
  signal: AbortSignal,
): Promise<ModelLookup> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason)
    const timer = old === undefined ? undefined : setTimeout(() => resolve(old), GRACE_MS)
    signal.addEventListener('abort', stop, { once: true })
    renewed.then(resolve, reject).finally(() => {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
    })
  })
}

function lookupTimedOut(hosts: number): KikuError {
  const who = hosts === 1 ? 'The Ollama server does' : 'The Ollama servers do'
  return new KikuError('model-unreachable', `${who} not answer.`, {
    retryable: true,
    remedy: 'Check that Ollama runs and that its address in the configuration is right.',
  })
}
