import { embedderMismatch } from '../../domain/embedding/check-probe.ts'
import type { EmbeddingPreset } from '../../domain/embedding-preset.ts'
import { KikuError } from '../../domain/errors.ts'
import type { ModelDescription } from './schema.ts'

/** @throws KikuError `config-invalid` for a preset whose model Ollama cannot run */
export function refuseWithoutOllama({ name, notWithOllama }: EmbeddingPreset, model: string): void {
  if (notWithOllama === undefined) return
  throw new KikuError(
    'config-invalid',
    `Ollama cannot run '${model}' (preset ${name}), since ${notWithOllama}; ` +
      'set embedder.provider to openai and embedder.url to a server with /v1/embeddings that runs it.',
    { remedy: 'Or choose a model for Ollama under embedder.model, such as bge-m3.', details: { model } },
  )
}

/**
 * Compares how a build of a model (a GGUF file) makes one vector of many with what the preset says.
 * @throws KikuError `embedder-mismatch`
 */
export function checkPooling({ model_info: info }: ModelDescription, preset: EmbeddingPreset, model: string): void {
  const entry = Object.entries(info ?? {}).find(([key]) => key.endsWith('.pooling_type'))
  const built = typeof entry?.[1] === 'number' ? POOLING_TYPES[entry[1]] : undefined
  // A model that nobody knows may pool as it likes.
  if (built === undefined || preset.name === 'plain' || built === preset.pooling) return
  throw embedderMismatch(
    model,
    `this build pools by ${built} where '${preset.name}' needs ${preset.pooling}`,
    'Take another build of the model, or name the right preset under embedder.preset.',
  )
}

// llama.cpp's numbers (`enum llama_pooling_type` in include/llama.h). 0 leaves it to the server, 4 is for rerankers.
const POOLING_TYPES: readonly (string | undefined)[] = [undefined, 'mean', 'cls', 'last']

/** Whether a build says, by word or by silence, that its tokeniser does not end inputs with the end token. */
export function lacksEndToken({ model_info: info }: ModelDescription): boolean {
  const says = info?.['tokenizer.ggml.add_eos_token']
  if (typeof says === 'boolean') return !says
  // Without the key llama.cpp and Ollama add none. Where nothing at all is said of the tokeniser, nothing is known.
  return Object.keys(info ?? {}).some((key) => key.startsWith('tokenizer.ggml.'))
}
