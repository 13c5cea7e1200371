import type { FusionWeights } from './fusion-weights.ts'
import type { Side, Task } from './task.ts'

/** How one embedding model wants its inputs, as its authors trained it. Data only. */
export interface EmbeddingPreset {
  readonly name: string
  /** Text put before (and after) the input, per task and side; `{text}` marks the place. Byte-exact. */
  readonly templates: Readonly<Record<Task, Readonly<Record<Side, string>>>>
  readonly pooling: 'cls' | 'mean' | 'last' | 'hashed' | 'weighted-sum'
  /** Numbers per vector, or undefined when models of several sizes share the preset. */
  readonly dimension?: number
  /** Longest input in tokens. */
  readonly maxTokens: number
  readonly fusion: FusionWeights
  /** Known vectors for a startup probe: the first numbers of the unit vector of a text embedded without template. */
  readonly golden?: readonly { readonly text: string; readonly vector: readonly number[] }[]
}

/** The text that goes to the encoder. */
export function embeddingText(preset: EmbeddingPreset, task: Task, side: Side, text: string): string {
  // A replacer function, since `$&` in the text would otherwise be read as a pattern.
  return preset.templates[task][side].replace('{text}', () => text)
}

/** Name of the vector space of a task's keys: same weights, same dimension and same key template, same space. */
export function keySpaceName(
  embedder: { readonly id: string; readonly dimension: number },
  preset: EmbeddingPreset,
  task: Task,
): string {
  return `${embedder.id}|${embedder.dimension}|${preset.name}|${preset.templates[task].key}`
}
