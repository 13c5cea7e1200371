import { setMaxListeners } from 'node:events'
import { KikuError } from '../../domain/errors.ts'
import { readFailure } from './read-failure.ts'
import { embeddingsSchema } from './schema.ts'

/** The part of `fetch` that this adapter uses. */
export type HttpFetch = (
  url: string,
  request: {
    readonly method: string
    readonly headers: Record<string, string>
    readonly body: string
    readonly signal: AbortSignal
    readonly redirect: 'error'
  },
) => Promise<HttpResponse>

interface HttpResponse {
  readonly ok: boolean
  readonly status: number
  readonly headers: { get(name: string): string | null }
  readonly body: AsyncIterable<Uint8Array> | null
}

export interface EmbeddingsEndpoint {
  readonly url: string
  /** Address for people, without credentials. */
  readonly label: string
  readonly model: string
  readonly apiKey?: string
  /** Asks for shorter vectors, where the model can. */
  readonly dimension?: number
  readonly timeoutMs: number
  readonly fetch: HttpFetch
}

/**
 * One request for embeddings, without repetition.
 * @returns vectors in the order of the inputs.
 * @throws KikuError; `prompt-too-long` and `details.inputFault` as `embedTexts` wants them. Never with the key.
 */
export async function requestEmbeddings(
  endpoint: EmbeddingsEndpoint,
  inputs: readonly string[],
  signal: AbortSignal,
): Promise<readonly ArrayLike<number>[]> {
  const controller = new AbortController()
  const follow = () => controller.abort(signal.reason)
  signal.addEventListener('abort', follow, { once: true })
  // Many requests may share one caller's signal; each takes its listener away again.
  setMaxListeners(0, signal)
  if (signal.aborted) follow()
  const timer = setTimeout(() => controller.abort(timedOut(endpoint)), endpoint.timeoutMs)
  try {
    return await send(endpoint, inputs, controller.signal)
  } catch (thrown) {
    if (controller.signal.aborted) throw controller.signal.reason
    throw thrown instanceof KikuError ? thrown : unreachable(endpoint, thrown)
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', follow)
  }
}

async function send(
  { url, label, model, apiKey, dimension, fetch }: EmbeddingsEndpoint,
  inputs: readonly string[],
  signal: AbortSignal,
): Promise<readonly ArrayLike<number>[]> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
    },
    body: JSON.stringify({
      model,
      input: inputs,
      encoding_format: 'float',
      ...(dimension === undefined ? {} : { dimensions: dimension }),
    }),
    signal,
    // A redirect would carry the texts, and perhaps the key, to an address that nobody configured.
    redirect: 'error',
  })
  const text = await readText(response, response.ok ? MAX_RESPONSE_BYTES : MAX_ERROR_BYTES, label)
  if (!response.ok)
    throw readFailure({ status: response.status, headers: response.headers, text, label, model, apiKey })
  return orderVectors(text, inputs.length, label)
}

const MAX_RESPONSE_BYTES = 128 * 1024 * 1024
const MAX_ERROR_BYTES = 64 * 1024

async function readText({ body }: HttpResponse, maxBytes: number, label: string): Promise<string> {
  const pieces: Uint8Array[] = []
  let total = 0
  for await (const bytes of body ?? []) {
    total += bytes.length
    if (total > maxBytes) throw unreadable(label, undefined)
    pieces.push(bytes)
  }
  return Buffer.concat(pieces).toString('utf8')
}

function orderVectors(text: string, count: number, label: string): readonly ArrayLike<number>[] {
  let entries: { readonly index: number; readonly embedding: readonly number[] | string }[]
  try {
    entries = embeddingsSchema.parse(JSON.parse(text)).data
  } catch (cause) {
    throw unreadable(label, cause)
  }
  const ordered = entries.toSorted((first, second) => first.index - second.index)
  const isComplete = ordered.length === count && ordered.every(({ index }, at) => index === at)
  if (!isComplete) throw unreadable(label, undefined)
  return ordered.map(({ embedding }) => (typeof embedding === 'string' ? decodeFloats(embedding) : embedding))
}

/** Little-endian 32-bit floats in base64. */
function decodeFloats(base64: string): Float32Array {
  const bytes = Buffer.from(base64, 'base64')
  const floats = new Float32Array(Math.floor(bytes.length / 4))
  for (let at = 0; at < floats.length; at += 1) floats[at] = bytes.readFloatLE(at * 4)
  return floats
}

function timedOut({ label, timeoutMs }: EmbeddingsEndpoint): KikuError {
  const seconds = Math.max(Math.round(timeoutMs / 1000), 1)
  return new KikuError('embedder-failed', `The embedding server at ${label} did not answer within ${seconds} s.`, {
    retryable: true,
    remedy: 'Try again in a minute; the model may be loading.',
    details: { host: label, timedOut: true },
  })
}

// The cause is left out: it may quote the request, and with it the key.
function unreachable({ label }: EmbeddingsEndpoint, thrown: unknown): KikuError {
  const cause = thrown instanceof Error ? thrown.cause : undefined
  const code =
    cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : 'no connection'
  return new KikuError('model-unreachable', `The embedding server at ${label} cannot be reached (${code}).`, {
    retryable: true,
    remedy: 'Start it, or correct its address in the configuration.',
    details: { host: label, reason: code },
  })
}

function unreadable(label: string, cause: unknown): KikuError {
  return new KikuError('embedder-failed', `The embedding server at ${label} sent an answer that Kiku cannot read.`, {
    remedy: 'Check that the address ends where /embeddings begins, such as https://example.com/v1.',
    cause,
    details: { host: label },
  })
}
