import type { FusionWeights } from './fusion-weights.ts'
import type { Side, Task } from './task.ts'

/** How one embedding model wants its inputs, as its authors trained it. Data only. */
export interface EmbeddingPreset {
  readonly name: string
  /** Text put before (and after) the input, per task and side; `{text}` marks the place. Byte-exact. */
  readonly templates: Readonly<Record<Task, Readonly<Record<Side, string>>>>
  readonly pooling: 'cls' | 'mean' | 'last' | 'latent-attention' | 'hashed' | 'weighted-sum'
  /** Numbers per vector in each size of the model, or undefined where any will do. */
  readonly dimensions?: readonly number[]
  /** Longest input in tokens. */
  readonly maxTokens: number
  /**
   * The token, as text, that must stand behind every input since the vector is read there. Most servers put it there
   * by themselves, so Kiku does only where the server shows that it does not.
   */
  readonly endToken?: string
  /** Why Ollama cannot serve the model, as the end of a sentence. Such a model needs a server with `/v1/embeddings`. */
  readonly notWithOllama?: string
  readonly fusion: FusionWeights
  /** Known vectors for a startup probe: the first numbers of the unit vector of a text embedded without template. */
  readonly golden?: readonly { readonly text: string; readonly vector: readonly number[] }[]
  /** Published similarities for a startup probe. */
  readonly similarities?: GoldenSimilarities
}

/** Cosines that a model's authors publish for fixed texts; the templates of `qa` are applied. */
export interface GoldenSimilarities {
  readonly queries: readonly string[]
  readonly documents: readonly string[]
  /** One entry per size of the model; the numbers per vector tell sizes apart. */
  readonly sizes: readonly {
    readonly model: string
    readonly dimension: number
    /** A row per query, a column per document. */
    readonly cosines: readonly (readonly number[])[]
  }[]
}

/** The text that goes to the encoder. */
export function embeddingText(preset: EmbeddingPreset, task: Task, side: Side, text: string): string {
  // A replacer function, since `$&` in the text would otherwise be read as a pattern.
  return preset.templates[task][side].replace('{text}', () => text)
}

/** The same model without any instruction. The similarities that its authors publish were made with them. */
export function withoutInstructions({ similarities: _, ...preset }: EmbeddingPreset): EmbeddingPreset {
  const bare = { query: '{text}', key: '{text}' }
  const templates = { qa: bare, convsearch: bare, chat: bare, lrlm: bare, tool: bare, icl: bare }
  return { ...preset, templates }
}

/** Name of the vector space of a task's keys: same weights, same dimension and same key template, same space. */
export function keySpaceName(
  embedder: { readonly id: string; readonly dimension: number },
  preset: EmbeddingPreset,
  task: Task,
): string {
  return `${embedder.id}|${embedder.dimension}|${preset.name}|${preset.templates[task].key}`
}
