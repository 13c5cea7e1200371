import type { Task } from './task.ts'

/** Weights that stand in place of an embedder's own. */
export interface WeightChoice {
  /** For all tasks. */
  readonly sameScript?: number | undefined
  readonly crossScript?: number | undefined
}

/** The same weights but for those that are chosen. */
export function chooseWeights(weights: FusionWeights, { sameScript, crossScript }: WeightChoice): FusionWeights {
  const { byTask, ...rest } = weights
  return {
    ...rest,
    ...(sameScript === undefined ? (byTask === undefined ? {} : { byTask }) : { sameScript }),
    ...(crossScript === undefined ? {} : { crossScript }),
  }
}

/** How much the cosine counts beside BM25 normalised to 0..1. */
export interface FusionWeights {
  readonly sameScript: number
  /** Where a task wants another weight than `sameScript`. */
  readonly byTask?: Readonly<Partial<Record<Task, number>>>
  /** When query and document are in different scripts, where words cannot match. */
  readonly crossScript: number
  /**
   * Cosine of texts in different scripts that have nothing to do with each other: only what rises above it counts, so
   * that they do not push aside what words have found. Default 0.
   */
  readonly crossBase?: number
  /**
   * `best-lexical`: the weight within one script is multiplied with the best lexical score of the query, so that the cosine
   * moves hits by the same share whether the words of the query can reach much or little. Default `fixed`.
   */
  readonly scale?: 'fixed' | 'best-lexical'
}
