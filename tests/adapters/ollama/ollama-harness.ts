import {
  type ClosableEmbedder,
  createOllamaEmbedder,
  type OllamaEmbedderOptions,
} from '../../../src/adapters/ollama/ollama-embedder.ts'
import {
  createOllamaModelSource,
  type OllamaModelSourceOptions,
} from '../../../src/adapters/ollama/ollama-model-source.ts'
import { EMBEDDING_PRESETS } from '../../../src/index/embedding-presets.ts'
import type { ChatModel, ChatRequest, ModelEvent } from '../../../src/ports/chat-model.ts'
import { silentTelemetry } from '../../../src/ports/telemetry.ts'
import { type OllamaServer, type OllamaServerOptions, startOllamaServer } from '../../fakes/ollama-server.ts'

export const SIGNAL = new AbortController().signal
export const REQUEST: ChatRequest = { messages: [{ role: 'user', content: 'hello' }] }

/** A clock that stands until it is told to go on. */
function createManualClock() {
  let time = 1_000
  return {
    now: () => time,
    elapsed: () => time,
    advance(ms: number) {
      time += ms
    },
  }
}

/** Starts servers and sources that `stopAll` ends, in the order that leaves nothing open. */
export function createBench() {
  const servers: OllamaServer[] = []
  const sources: { close(): Promise<void> }[] = []
  const clock = createManualClock()
  return {
    clock,
    async server(options: OllamaServerOptions = {}) {
      const server = await startOllamaServer({ script: () => ({ content: 'Hello there.' }), ...options })
      servers.push(server)
      return server
    },
    source(options: Partial<OllamaModelSourceOptions> & Pick<OllamaModelSourceOptions, 'hosts'>) {
      const source = createOllamaModelSource({
        model: 'chat',
        maxConcurrentPerHost: 2,
        firstTokenTimeoutMs: 5_000,
        idleTimeoutMs: 5_000,
        backoffMs: 1,
        metadataTimeoutMs: 400,
        random: () => 0.5,
        clock,
        telemetry: silentTelemetry,
        ...options,
      })
      sources.push(source)
      return source
    },
    async model(
      options: Partial<OllamaModelSourceOptions> & Pick<OllamaModelSourceOptions, 'hosts'>,
    ): Promise<ChatModel> {
      const lookup = await this.source(options).find(SIGNAL)
      if (lookup.kind !== 'ready') throw new Error(`No model: ${JSON.stringify(lookup)}`)
      return lookup.model
    },
    async embedder(server: OllamaServer, options: Partial<OllamaEmbedderOptions> = {}): Promise<ClosableEmbedder> {
      const embedder = await createOllamaEmbedder(
        {
          host: server.url,
          model: 'embed',
          preset: EMBEDDING_PRESETS.plain,
          clock,
          telemetry: silentTelemetry,
          backoffMs: 1,
          ...options,
        },
        SIGNAL,
      )
      sources.push(embedder)
      return embedder
    },
    async stopAll() {
      await Promise.all(sources.splice(0).map((source) => source.close()))
      await Promise.all(servers.splice(0).map((server) => server.close()))
    },
  }
}

export async function collect(
  model: ChatModel,
  request: ChatRequest = REQUEST,
  signal = SIGNAL,
): Promise<ModelEvent[]> {
  const events: ModelEvent[] = []
  for await (const event of model.stream(request, signal)) events.push(event)
  return events
}

export function textOf(events: readonly ModelEvent[], kind: 'token' | 'thinking' = 'token'): string {
  return events.map((event) => (event.kind === kind ? event.text : '')).join('')
}
