import type { EmbeddingPreset } from '../domain/embedding-preset.ts'
import { BGE_M3, E5, GTE, MULTILINGUAL_E5, NOMIC_EMBED_TEXT } from './presets/bert-presets.ts'
import { E5_MISTRAL, MULTILINGUAL_E5_INSTRUCT, QWEN3_EMBEDDING } from './presets/instruct-presets.ts'
import { LLM_EMBEDDER } from './presets/llm-embedder.ts'
import { BUNDLED, HASHED, PLAIN } from './presets/plain-presets.ts'
import { NV_EMBED, SUP_SIMCSE_JA } from './presets/url-only-presets.ts'

/** Every preset by its name. */
export const EMBEDDING_PRESETS = {
  'llm-embedder': LLM_EMBEDDER,
  e5: E5,
  'multilingual-e5': MULTILINGUAL_E5,
  'multilingual-e5-instruct': MULTILINGUAL_E5_INSTRUCT,
  'e5-mistral': E5_MISTRAL,
  gte: GTE,
  'bge-m3': BGE_M3,
  'nomic-embed-text': NOMIC_EMBED_TEXT,
  'qwen3-embedding': QWEN3_EMBEDDING,
  'nv-embed': NV_EMBED,
  'sup-simcse-ja': SUP_SIMCSE_JA,
  bundled: BUNDLED,
  hashed: HASHED,
  plain: PLAIN,
} as const satisfies Record<string, EmbeddingPreset>

export type EmbeddingPresetName = keyof typeof EMBEDDING_PRESETS

/** Says whether a text names a preset. */
export function isEmbeddingPresetName(name: string): name is EmbeddingPresetName {
  return Object.hasOwn(EMBEDDING_PRESETS, name)
}

/**
 * The preset for a model by its name, registry path and tag ignored (`hf.co/…/multilingual-e5-large-GGUF:Q8_0`);
 * `plain` for a model that is not known.
 */
export function presetForModel(modelName: string): EmbeddingPreset {
  const name = modelName.toLowerCase().replaceAll('_', '-')
  const rule = NAME_RULES.find(({ pattern }) => pattern.test(name))
  return EMBEDDING_PRESETS[rule?.preset ?? 'plain']
}

// The first that matches counts, so names that contain others come first. `[-.]?` since packagers write `qwen3-`,
// `qwen-3-`. Boundaries keep `gte-qwen2` (instructed, not in this list) and `e5-v` apart from `gte` and `e5`.
const NAME_RULES: readonly { readonly pattern: RegExp; readonly preset: EmbeddingPresetName }[] = [
  { pattern: /llm-?embedder/, preset: 'llm-embedder' },
  { pattern: /(multilingual-e5|\bme5)-.*instruct/, preset: 'multilingual-e5-instruct' },
  { pattern: /multilingual-e5|\bme5\b/, preset: 'multilingual-e5' },
  { pattern: /\be5-mistral/, preset: 'e5-mistral' },
  { pattern: /\be5-(small|base|large)/, preset: 'e5' },
  { pattern: /\bgte-(small|base|large)\b(?!.*(en-v1\.5|-zh))/, preset: 'gte' },
  { pattern: /\bbge-m3\b/, preset: 'bge-m3' },
  { pattern: /\bnomic-embed-text/, preset: 'nomic-embed-text' },
  { pattern: /\bqwen-?3-embedding/, preset: 'qwen3-embedding' },
  { pattern: /\bnv-embed-v?[12]\b|\bnv-embed$|\bnv-embed:/, preset: 'nv-embed' },
  { pattern: /\bsup-simcse-ja\b/, preset: 'sup-simcse-ja' },
]
