import type { FusionWeights } from '../domain/fusion-weights.ts'
import type { Side, Task } from '../domain/task.ts'

/** Turns texts into unit vectors. One encoder, one instruction per task and side. */
export interface Embedder {
  /** Identity of the weights, such as `ollama:nomic-embed-text@sha256:…`. Part of the index fingerprint. */
  readonly id: string
  /** Name of the preset whose templates are applied. */
  readonly preset: string
  readonly dimension: number
  /** Longest input in tokens, template included. Longer texts are shortened before embedding, never refused. */
  readonly maxTokens: number
  /** How the dense leg counts in fusion, as the preset declares. */
  readonly fusion: FusionWeights
  /**
   * Names the vector space that a task's keys live in. Two tasks with the same key template share one, so that an
   * item used by both needs one vector. Contains the embedder's id: vectors of two spaces are never compared.
   */
  keySpace(task: Task): string
  /**
   * Embeds raw texts; templates are applied inside.
   * @returns one vector of `dimension` numbers and length 1 for each text, in order. A text without content gives
   * the zero vector.
   * @throws KikuError `embedder-failed`, `embedder-mismatch`, `model-unreachable`, `model-missing`
   */
  embed(texts: readonly string[], purpose: EmbeddingPurpose, signal: AbortSignal): Promise<Float32Array[]>
}

export interface EmbeddingPurpose {
  readonly task: Task
  readonly side: Side
}
