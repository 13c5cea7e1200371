import type { Config } from '../config.ts'
import type { EmbeddingPreset } from '../domain/embedding-preset.ts'
import { EMBEDDING_PRESETS, presetForModel } from '../index/embedding-presets.ts'

/** How the model is to be asked: as the configuration says, or as its name suggests. */
export function presetOf({ embedder: { preset } }: Config, model: string): EmbeddingPreset {
  return preset === 'auto' ? presetForModel(model) : EMBEDDING_PRESETS[preset]
}
