import { createTransformersEmbedder } from '../adapters/transformers/create-transformers-embedder.ts'
import { prepareTransformers } from '../adapters/transformers/prepare-embedder.ts'
import type { EmbedderInstallation, EmbedderInstallOptions } from '../cli/commands/embedder-dependencies.ts'
import type { Config } from '../config.ts'
import { EMBEDDING_PRESETS, presetForModel } from '../index/embedding-presets.ts'
import { systemClock } from '../ports/clock.ts'
import type { Embedder } from '../ports/embedder.ts'

/**
 * The model that `embedder.model` names, in a process beside Kiku. Nothing is fetched.
 * @throws as `createTransformersEmbedder`
 */
export function openTransformersEmbedder(
  { data, embedder: { preset, precision } }: Config,
  { model, cwd }: { readonly model: string; readonly cwd: string },
  signal: AbortSignal,
): Promise<Embedder & { close(): Promise<void> }> {
  const chosen = preset === 'auto' ? presetForModel(model) : EMBEDDING_PRESETS[preset]
  return createTransformersEmbedder({ model, precision, preset: chosen, data, cwd, clock: systemClock }, signal)
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
  const opened = await openTransformersEmbedder(config, { model, cwd: options.cwd }, options.signal)
  try {
    return { kind: 'ready', id: opened.id, dimension: opened.dimension }
  } finally {
    await opened.close()
  }
}
