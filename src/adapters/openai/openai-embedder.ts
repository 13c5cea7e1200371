import { embedTexts, type SendEmbeddingBatch } from '../../domain/embedding/embed-texts.ts'
import { probeEmbedding } from '../../domain/embedding/probe-embedding.ts'
import { type EmbeddingPreset, keySpaceName } from '../../domain/embedding-preset.ts'
import { KikuError } from '../../domain/errors.ts'
import { type Clock, systemClock } from '../../ports/clock.ts'
import type { Embedder } from '../../ports/embedder.ts'
import { repeatRequest } from './repeat-request.ts'
import { type EmbeddingsEndpoint, type HttpFetch, requestEmbeddings } from './request-embeddings.ts'

export interface OpenAiEmbedderOptions {
  /** Address without `/embeddings`, such as `https://api.openai.com/v1`. */
  readonly baseUrl: string
  readonly model: string
  readonly apiKey?: string
  readonly preset: EmbeddingPreset
  /** Numbers per vector to ask for, where the model can shorten its vectors. */
  readonly dimension?: number
  /** Most texts in one request. Default 32. */
  readonly batchSize?: number
  /** Longest wait for one request. Default 60000. */
  readonly timeoutMs?: number
  /** Pause before the first repetition of a refused request. Default 500. */
  readonly backoffMs?: number
  readonly random?: () => number
  readonly clock?: Clock
  readonly fetch?: HttpFetch
}

/**
 * An embedding model behind an OpenAI-style `POST {baseUrl}/embeddings`, probed before it is returned. The key goes
 * to that address alone and never into errors.
 * @throws KikuError `embedder-mismatch`, `embedder-failed`, `model-missing`, `model-unreachable`, `config-invalid`
 */
export async function createOpenAiEmbedder(options: OpenAiEmbedderOptions, signal: AbortSignal): Promise<Embedder> {
  const { preset, model, dimension: wanted } = options
  const endpoint = readEndpoint(options)
  const repetition = { backoffMs: options.backoffMs ?? 500, random: options.random ?? Math.random }
  const rest = createRest(options.clock ?? systemClock)
  const createSend =
    (callSignal: AbortSignal): SendEmbeddingBatch =>
    (inputs) =>
      rest(() => repeatRequest(() => requestEmbeddings(endpoint, inputs, callSignal), repetition, callSignal))
  const { dimension, maxTokens, endToken } = await probeEmbedding({
    model,
    preset,
    maxTokens: preset.maxTokens,
    send: createSend(signal),
    ...(wanted === undefined ? {} : { dimension: wanted }),
  }).catch((thrown) => {
    throw signal.aborted ? signal.reason : asEmbedderError(thrown)
  })
  // Vectors read at an end token that Kiku adds are others than those of a server that adds none.
  const id = `openai:${model}@${endpoint.label}#${dimension}${endToken === undefined ? '' : '+end'}`
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
        return await embedTexts({
          texts,
          purpose,
          preset,
          maxTokens,
          dimension,
          ...(endToken === undefined ? {} : { endToken }),
          batchSize: options.batchSize ?? 32,
          send: createSend(callSignal),
        })
      } catch (thrown) {
        throw callSignal.aborted ? callSignal.reason : asEmbedderError(thrown)
      }
    },
  }
}

// A server that cannot be reached is left alone for a while, so that it does not cost every question its wait.
function createRest(clock: Clock): <T>(call: () => Promise<T>) => Promise<T> {
  let failure: { readonly error: KikuError; readonly until: number } | undefined
  return async (call) => {
    if (failure !== undefined && clock.elapsed() < failure.until) throw failure.error
    try {
      return await call()
    } catch (thrown) {
      if (thrown instanceof KikuError && thrown.code === 'model-unreachable') {
        failure = { error: thrown, until: clock.elapsed() + REST_MS }
      }
      throw thrown
    }
  }
}

const REST_MS = 5_000

function readEndpoint(options: OpenAiEmbedderOptions): EmbeddingsEndpoint {
  const url = URL.canParse(options.baseUrl) ? new URL(options.baseUrl) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== '') {
    throw new KikuError('config-invalid', 'The address of the embedding server cannot be read.', {
      remedy: 'Write it like https://example.com/v1, without a user name.',
    })
  }
  const base = `${url.origin}${url.pathname}`.replace(/\/+$/, '').replace(/\/embeddings$/, '')
  return {
    url: `${base}/embeddings${url.search}`,
    label: base,
    model: options.model,
    timeoutMs: options.timeoutMs ?? 60_000,
    fetch: options.fetch ?? globalThis.fetch,
    ...(options.apiKey ? { apiKey: options.apiKey } : {}),
    ...(options.dimension === undefined ? {} : { dimension: options.dimension }),
  }
}

// Only what has no place in the port; `embedTexts` handles it, the probe does not.
function asEmbedderError(thrown: unknown): unknown {
  if (!(thrown instanceof KikuError) || thrown.code !== 'prompt-too-long') return thrown
  return new KikuError('embedder-failed', thrown.message, { cause: thrown, details: thrown.details })
}
