import { createTransformersEmbedder } from '../adapters/transformers/create-transformers-embedder.ts'
import { prepareTransformers } from '../adapters/transformers/prepare-embedder.ts'
import type { EmbedderInstallation, EmbedderInstallOptions } from '../cli/commands/embedder-dependencies.ts'
import type { Config } from '../config.ts'
import type { EmbeddingPreset } from '../domain/embedding-preset.ts'
import { systemClock } from '../ports/clock.ts'
import type { Embedder } from '../ports/embedder.ts'
import { presetOf } from './preset-of.ts'

/**
 * The model that `embedder.model` names, in a process beside Kiku. Nothing is fetched.
 * @throws as `createTransformersEmbedder`
 */
export function openTransformersEmbedder(
  { data, embedder: { precision } }: Config,
  { model, preset, cwd }: { readonly model: string; readonly preset: EmbeddingPreset; readonly cwd: string },
  signal: AbortSignal,
): Promise<Embedder & { close(): Promise<void> }> {
  return createTransformersEmbedder({ model, precision, preset, data, cwd, clock: systemClock }, signal)
}

/** Gets the package, and the model where it has to be downloaded, and runs it once. */
export async function installEmbedder(config: Config, options: EmbedderInstallOptions): Promise<EmbedderInstallation> {
  const { data, embedder } = config
  const model = embedder.provider === 'transformers' ? embedder.model : undefined
  await prepareTransformers({
    ...options,
    data,
    precision: embedder.precision,
    ...(model === undefined ? {} : { model }),
    ...(embedder.url === undefined ? {} : { hubUrl: embedder.url }),
  })
  if (model === undefined) return { kind: 'not-configured' }
  const preset = presetOf(config, model)
  const opened = await openTransformersEmbedder(config, { model, preset, cwd: options.cwd }, options.signal)
  try {
    return { kind: 'ready', id: opened.id, dimension: opened.dimension }
  } finally {
    await opened.close()
  }
}
