import { createOllamaModelSource } from '../adapters/ollama/ollama-model-source.ts'
import { type Config, DEFAULT_OLLAMA_HOST } from '../config.ts'
import type { ChatModelSource } from '../ports/chat-model.ts'
import { systemClock } from '../ports/clock.ts'
import type { Telemetry } from '../ports/telemetry.ts'

/** The chat models that the configuration names, looked for when they are needed. */
export interface OpenModels extends ChatModelSource {
  close(): Promise<void>
}

const FIRST_TOKEN_MS = 300_000
const IDLE_MS = 60_000

/**
 * Someone who has set up no model has not lost one: where only the default address was tried and nobody listens there,
 * answering goes on as if none were configured, without a word about it in every answer.
 */
export function withoutDefaultAbsence(models: ChatModelSource, { model }: Config): ChatModelSource {
  const isDefault = model.name === 'auto' && model.hosts.length === 1 && model.hosts[0] === DEFAULT_OLLAMA_HOST
  if (!isDefault) return models
  return {
    async find(signal) {
      const found = await models.find(signal)
      const isAbsent = found.kind === 'unavailable' && found.error.code === 'model-unreachable'
      return isAbsent ? { kind: 'none' } : found
    },
  }
}

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
