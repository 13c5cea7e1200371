import { embedTexts } from '../../domain/embedding/embed-texts.ts'
import { probeEmbedding } from '../../domain/embedding/probe-embedding.ts'
import { type EmbeddingPreset, keySpaceName } from '../../domain/embedding-preset.ts'
import { KikuError } from '../../domain/errors.ts'
import type { Side } from '../../domain/task.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Embedder } from '../../ports/embedder.ts'
import type { Telemetry } from '../../ports/telemetry.ts'
import { checkPooling, lacksEndToken, refuseWithoutOllama } from './check-embedding-build.ts'
import { createDigestWatch } from './digest-watch.ts'
import { embedOverPool } from './embed-over-pool.ts'
import { trainedContext } from './find-model.ts'
import { createHostPool } from './host-pool.ts'
import { createOllamaClient } from './ollama-client.ts'
import { parseHost } from './parse-host.ts'
import { createPatientFetch, type HttpFetch } from './patient-fetch.ts'
import { translateError } from './translate-error.ts'

export interface OllamaEmbedderOptions {
  readonly host: string
  readonly model: string
  readonly preset: EmbeddingPreset
  /** Most texts in one request. Default 32. */
  readonly batchSize?: number
  /** Longest wait for one request, loading the model included. Default 120000. */
  readonly timeoutMs?: number
  /** How long the server keeps the model loaded. Default `30m`. */
  readonly keepAlive?: string | number
  /** Pause before the first repetition of a refused request. Default 300. */
  readonly backoffMs?: number
  readonly random?: () => number
  readonly clock: Clock
  readonly telemetry: Telemetry
  readonly fetch?: HttpFetch
}

export interface ClosableEmbedder extends Embedder {
  /** Ends connections. */
  close(): Promise<void>
}

/**
 * An embedding model of an Ollama server, its build checked and its vectors probed before it is returned.
 * @throws KikuError `embedder-mismatch` when the model is not what its preset says, `model-missing`,
 * `model-unreachable`, `embedder-failed`, `config-invalid`
 */
export async function createOllamaEmbedder(
  options: OllamaEmbedderOptions,
  signal: AbortSignal,
): Promise<ClosableEmbedder> {
  const { preset, clock, telemetry } = options
  refuseWithoutOllama(preset, options.model)
  const own = options.fetch === undefined ? createPatientFetch() : undefined
  const fetch = own?.fetch ?? options.fetch ?? globalThis.fetch
  const client = createOllamaClient({ address: parseHost(options.host), fetch })
  const context = { model: options.model, host: client.address.label }
  const createPool = (slotsPerHost: number) =>
    createHostPool({ clients: [client], slotsPerHost, maxWaiting: MAX_WAITING, clock, telemetry })
  // Questions have slots of their own, so that none waits behind the documents of an ingestion.
  const pools: Readonly<Record<Side, ReturnType<typeof createPool>>> = { query: createPool(2), key: createPool(2) }
  const limits = {
    timeoutMs: options.timeoutMs ?? 120_000,
    backoffMs: options.backoffMs ?? 300,
    random: options.random ?? Math.random,
  }
  try {
    const watch = await createDigestWatch({ client, model: options.model, clock, signal })
    const description = await client.describeModel(options.model, signal)
    checkPooling(description, preset, options.model)
    const contextTokens = Math.min(preset.maxTokens, trainedContext(description) ?? Infinity, LARGEST_INPUT_TOKENS)
    const createSend = (side: Side, callSignal: AbortSignal) => (inputs: readonly string[]) =>
      embedOverPool(
        pools[side],
        {
          model: options.model,
          input: [...inputs],
          truncate: false,
          keep_alive: options.keepAlive ?? '30m',
          // The same on every call: another one makes the server load the model again.
          options: { num_ctx: contextTokens },
        },
        limits,
        callSignal,
      )
    const probe = await probeEmbedding({
      model: options.model,
      preset,
      maxTokens: contextTokens,
      lacksEndToken: lacksEndToken(description),
      send: createSend('query', signal),
    })
    const { dimension, maxTokens, endToken } = probe
    if (!probe.isUnitLength) telemetry.warn('embedder-not-normalised', context)
    if (maxTokens < contextTokens) telemetry.warn('embedder-cuts-texts', { ...context, maxTokens })
    // Vectors read at an end token that Kiku adds are others than those of a server that adds none.
    const ending = endToken === undefined ? '' : '+end'
    const id = `ollama:${options.model}@sha256:${watch.digest.slice(0, 16)}${ending}`
    return {
      id,
      preset: preset.name,
      dimension,
      maxTokens,
      fusion: preset.fusion,
      keySpace: (task) => keySpaceName({ id, dimension }, preset, task),
      async embed(texts, purpose, callSignal) {
        callSignal.throwIfAborted()
        try {
          await watch.check(callSignal)
          return await embedTexts({
            texts,
            purpose,
            preset,
            maxTokens,
            dimension,
            ...(endToken === undefined ? {} : { endToken }),
            batchSize: options.batchSize ?? 32,
            send: createSend(purpose.side, callSignal),
          })
        } catch (thrown) {
          throw callSignal.aborted ? callSignal.reason : asEmbedderError(thrown)
        }
      },
      close: async () => own?.close(),
    }
  } catch (thrown) {
    await own?.close()
    throw signal.aborted ? signal.reason : asEmbedderError(translateError(thrown, context))
  }
}

const MAX_WAITING = 64
// The server's physical batch (`num_batch`) for embedding models, which an encoder's input must fit whole.
const LARGEST_INPUT_TOKENS = 2048

/** The port promises fewer codes than the server has ways to fail. */
function asEmbedderError(thrown: unknown): unknown {
  if (!(thrown instanceof KikuError) || PORT_CODES.has(thrown.code)) return thrown
  return new KikuError('embedder-failed', thrown.message, {
    retryable: thrown.retryable,
    cause: thrown,
    details: thrown.details,
    ...(thrown.remedy === undefined ? {} : { remedy: thrown.remedy }),
  })
}

const PORT_CODES: ReadonlySet<string> = new Set([
  'embedder-failed',
  'embedder-mismatch',
  'model-unreachable',
  'model-missing',
  'config-invalid',
])
