import { isAbsolute } from 'node:path'
import { createOllamaEmbedder } from '../adapters/ollama/ollama-embedder.ts'
import { createOpenAiEmbedder } from '../adapters/openai/openai-embedder.ts'
import { type Config, DEFAULT_OLLAMA_HOST } from '../config.ts'
import { type EmbeddingPreset, withoutInstructions } from '../domain/embedding-preset.ts'
import { KikuError, toKikuError } from '../domain/errors.ts'
import { chooseWeights } from '../domain/fusion-weights.ts'
import { systemClock } from '../ports/clock.ts'
import type { Embedder } from '../ports/embedder.ts'
import type { Telemetry } from '../ports/telemetry.ts'
import { openBundledEmbedder, openOwnEmbedder } from './open-bundled-embedder.ts'
import { openTransformersEmbedder } from './open-transformers-embedder.ts'
import { presetOf } from './preset-of.ts'

/** The embedder in use, or why the one that is configured is not. */
export interface OpenEmbedder {
  readonly embedder: Embedder
  readonly error?: KikuError
  close(): Promise<void>
}

/**
 * The embedder that the configuration names. When it cannot be reached Kiku starts all the same and searches by words
 * alone; its stored vectors stay where they are for the next start.
 * @param isBare without instructions, to see what they are worth
 * @throws KikuError `config-invalid`
 */
export async function openEmbedder(
  config: Config,
  telemetry: Telemetry,
  signal: AbortSignal,
  isBare = false,
): Promise<OpenEmbedder> {
  const { weight: sameScript, crossWeight: crossScript } = config.embedder
  const opened = await openNamedEmbedder(config, telemetry, signal, isBare)
  const { embedder } = opened
  return { ...opened, embedder: { ...embedder, fusion: chooseWeights(embedder.fusion, { sameScript, crossScript }) } }
}

async function openNamedEmbedder(
  config: Config,
  telemetry: Telemetry,
  signal: AbortSignal,
  isBare: boolean,
): Promise<OpenEmbedder> {
  const { embedder: settings, model } = config
  if (settings.provider === 'bundled') {
    // Another provider's name for a model means nothing here; a path does.
    const { model: own = '' } = settings
    const embedder = isAbsolute(own) ? openOwnEmbedder(own, isBare) : openBundledEmbedder({ telemetry, isBare })
    return { embedder, close: async () => {} }
  }
  const name = settings.model
  if (name === undefined) {
    throw new KikuError('config-invalid', 'embedder.model is not set; a model name is needed with this provider.', {
      remedy: 'Name the embedding model under embedder.model.',
    })
  }
  const named = presetOf(config, name)
  const preset = isBare ? withoutInstructions(named) : named
  try {
    if (settings.provider === 'ollama') {
      const host = settings.url ?? model.hosts[0] ?? DEFAULT_OLLAMA_HOST
      const embedder = await createOllamaEmbedder({ host, model: name, preset, clock: systemClock, telemetry }, signal)
      return { embedder, close: () => embedder.close() }
    }
    if (settings.provider === 'transformers') {
      const embedder = await openTransformersEmbedder(config, { model: name, preset, cwd: process.cwd() }, signal)
      return { embedder, close: () => embedder.close() }
    }
    const baseUrl = settings.url ?? 'https://api.openai.com/v1'
    const apiKey = settings.apiKey?.reveal()
    const options = { baseUrl, model: name, preset, clock: systemClock, ...(apiKey === undefined ? {} : { apiKey }) }
    return { embedder: await createOpenAiEmbedder(options, signal), close: async () => {} }
  } catch (thrown) {
    signal.throwIfAborted()
    const error = toKikuError(thrown)
    if (error.code === 'config-invalid') throw error
    telemetry.warn('embedder-unavailable', { code: error.code })
    return { embedder: createAbsentEmbedder(preset, error), error, close: async () => {} }
  }
}

/** Stands for an embedder that cannot be used: it has no vectors, so the dense leg is empty and words decide. */
function createAbsentEmbedder(preset: EmbeddingPreset, error: KikuError): Embedder {
  return {
    id: 'absent',
    preset: preset.name,
    dimension: 1,
    maxTokens: preset.maxTokens,
    fusion: preset.fusion,
    keySpace: (task) => `absent|${task}`,
    embed: () => Promise.reject(error),
  }
}
