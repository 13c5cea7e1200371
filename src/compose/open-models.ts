import { createOllamaModelSource } from '../adapters/ollama/ollama-model-source.ts'
import type { Config } from '../config.ts'
import type { ChatModelSource } from '../ports/chat-model.ts'
import { systemClock } from '../ports/clock.ts'
import type { Telemetry } from '../ports/telemetry.ts'

/** The chat models that the configuration names, looked for when they are needed. */
export interface OpenModels extends ChatModelSource {
  close(): Promise<void>
}

const FIRST_TOKEN_MS = 300_000
const IDLE_MS = 60_000

/** @throws KikuError `config-invalid` */
export function openModels({ model }: Config, telemetry: Telemetry): OpenModels {
  if (model.provider === 'none') return { find: async () => ({ kind: 'none' }), close: async () => {} }
  return createOllamaModelSource({
    hosts: model.hosts,
    model: model.name,
    ...(model.contextTokens === 'auto' ? {} : { contextTokens: model.contextTokens }),
    keepAlive: model.keepAliveMinutes < 0 ? -1 : `${Math.round(model.keepAliveMinutes * 60)}s`,
    maxConcurrentPerHost: model.concurrentRequests,
    firstTokenTimeoutMs: FIRST_TOKEN_MS,
    idleTimeoutMs: IDLE_MS,
    clock: systemClock,
    telemetry,
  })
}
