import { type ChatRequest, type EmbedRequest, Ollama } from 'ollama'
import { withinDeadline } from './call-deadline.ts'
import { OllamaHttpError } from './ollama-errors.ts'
import type { HostAddress } from './parse-host.ts'
import type { HttpFetch, HttpResponse } from './patient-fetch.ts'
import {
  type ChatChunk,
  chatChunkSchema,
  embedSchema,
  errorSchema,
  type InstalledModel,
  type ModelDescription,
  showSchema,
  tagsSchema,
  versionSchema,
} from './schema.ts'
import { unreachable } from './translate-error.ts'
import { limitBytes, wholeLines } from './whole-lines.ts'

/** The wire fields that the package's types lack; it sends requests whole. */
export interface WireChatRequest extends ChatRequest {
  readonly truncate: false
  readonly shift: false
}

/** One Ollama server through the `ollama` package. Aborting a call's signal ends it on the server too. */
export interface OllamaClient {
  readonly address: HostAddress
  /** This, `describeModel` and `version` reject with `model-unreachable` when they take long. */
  listModels(signal: AbortSignal): Promise<readonly InstalledModel[]>
  describeModel(model: string, signal: AbortSignal): Promise<ModelDescription>
  version(signal: AbortSignal): Promise<string>
  chat(request: WireChatRequest, signal: AbortSignal): Promise<AsyncIterable<ChatChunk>>
  embed(request: EmbedRequest, signal: AbortSignal): Promise<readonly (readonly number[])[]>
}

/** @throws OllamaHttpError, OllamaStreamError, ZodError, and what `fetch` throws; `translateError` reads them all. */
export function createOllamaClient({
  address,
  fetch,
  metadataTimeoutMs = METADATA_TIMEOUT_MS,
}: {
  readonly address: HostAddress
  readonly fetch: HttpFetch
  /** Longest wait for what a server knows by heart. Default 2000. */
  readonly metadataTimeoutMs?: number
}): OllamaClient {
  // The package takes no signal, so every call gets a client of its own whose `fetch` carries one.
  const connect = (signal: AbortSignal) =>
    new Ollama({ host: address.url, headers: { ...address.headers }, fetch: guardFetch(fetch, signal) })
  // Answered from the server's memory or disk, so a server that takes long over these is not well.
  const ask = <T>(model: string, signal: AbortSignal, call: (ollama: Ollama) => Promise<T>) =>
    withinDeadline(
      metadataTimeoutMs,
      () => unreachable(undefined, 'no answer', { model, host: address.label }),
      signal,
      (own) => call(connect(own)),
    )
  return {
    address,
    listModels: async (signal) => tagsSchema.parse(await ask('', signal, (ollama) => ollama.list())).models,
    describeModel: async (model, signal) =>
      showSchema.parse(await ask(model, signal, (ollama) => ollama.show({ model }))),
    version: async (signal) => versionSchema.parse(await ask('', signal, (ollama) => ollama.version())).version,
    chat: async (request, signal) => parseChunks(await connect(signal).chat({ ...request, stream: true })),
    embed: async (request, signal) => embedSchema.parse(await connect(signal).embed(request)).embeddings,
  }
}

const METADATA_TIMEOUT_MS = 2_000

async function* parseChunks(chunks: AsyncIterable<unknown>): AsyncGenerator<ChatChunk> {
  for await (const chunk of chunks) yield chatChunkSchema.parse(chunk)
}

const MAX_LINE_BYTES = 8 * 1024 * 1024
const MAX_RESPONSE_BYTES = 128 * 1024 * 1024
const MAX_ERROR_BYTES = 64 * 1024

// Errors are read here, since the package prints to the console when it reads them.
function guardFetch(fetch: HttpFetch, signal: AbortSignal): typeof globalThis.fetch {
  return async (url, init = {}) => {
    const response = await fetch(String(url), {
      method: init.method ?? 'GET',
      headers: Object.fromEntries(new Headers(init.headers)),
      ...(typeof init.body === 'string' ? { body: init.body } : {}),
      signal,
    })
    if (!response.ok) throw await readError(response)
    const type = response.headers.get('content-type') ?? ''
    const body = response.body ?? emptyBody()
    const stream = type.includes('ndjson') ? wholeLines(body, MAX_LINE_BYTES) : limitBytes(body, MAX_RESPONSE_BYTES)
    return new Response(ReadableStream.from(stream), { status: 200, headers: { 'content-type': type } })
  }
}

async function readError(response: HttpResponse): Promise<OllamaHttpError> {
  const pieces: Uint8Array[] = []
  for await (const bytes of limitBytes(response.body ?? emptyBody(), MAX_ERROR_BYTES)) pieces.push(bytes)
  const text = Buffer.concat(pieces).toString('utf8')
  return new OllamaHttpError(response.status, readErrorText(text))
}

function readErrorText(text: string): string {
  try {
    const body = errorSchema.safeParse(JSON.parse(text))
    return body.success ? body.data.error : text
  } catch {
    return text
  }
}

async function* emptyBody(): AsyncGenerator<Uint8Array> {}
