import type { Script } from '../domain/language/scripts.ts'

/** What a calibration looks at. */
export interface ScoreFeatures {
  /** Normalised BM25 of the hit, 0 when its words do not match. */
  readonly lexical: number
  /** Cosine of the hit, 0 when it has no vector. */
  readonly cosine: number
  /** Cosine of a middling candidate of the same search: what this embedder gives to texts that do not fit. */
  readonly usualCosine: number
  /** Fused score above that of the next hit. */
  readonly lead: number
  /** Script of the query. */
  readonly script: Script
  /** Whether the hit is in that script. */
  readonly isSameScript: boolean
}

/** Logistic parameters: log-odds = bias + lexical·x + cosine·y + lead·z. */
interface Parameters {
  readonly bias: number
  readonly lexical: number
  readonly cosine: number
  readonly lead: number
}

/** Parameters by the script of the query, and for hits in another script by their cosine alone. */
export interface Calibration extends Readonly<Record<Script | 'across', Parameters>> {
  /** Whether the cosine counts by how far it rises above the usual one, since its own scale is not known. */
  readonly isRelative: boolean
}

/**
 * For the bundled embedder: fitted on questions with one right text among 10,000, a third of them without any; never on an
 * evaluation set, and on pairs that the embedder was not trained on.
 * `npx tsx scripts/fit-calibration.ts <pairs> --size 10000 --sources medquad,jawikinews`. Japanese, whose normalised BM25 is
 * smaller, has a fit of its own: the Brier score is 0.038 with it and 0.053 without (base rate 0.116). English has the fit of
 * both together (0.100, base rate 0.132): its own (0.098) knows nothing but medicine, and says still less where others ask
 * (docs/benchmarks.md).
 */
const BUNDLED: Calibration = {
  latin: { bias: -6.29, lexical: 1.82, cosine: 6.17, lead: 6.68 },
  japanese: { bias: -6.23, lexical: 5.99, cosine: 4.84, lead: 8.17 },
  // No pairs across languages were kept away from training: what a cosine means within one.
  across: { bias: -5.72, lexical: 0, cosine: 8.15, lead: 0 },
  isRelative: false,
}

/** For the hashed embedder that stands in for missing weights, fitted in the same way when it was the one in the box. */
const HASHED: Calibration = forAll({ bias: -5.53, lexical: 3.69, cosine: 4.87, lead: 8.87 }, false)

/** For other embedders, whose cosines have scales of their own (E5's lie above 0.7). Assumed, not fitted. */
const ASSUMED: Calibration = forAll({ bias: -5.53, lexical: 3.69, cosine: 8, lead: 4 }, true)

function forAll(parameters: Parameters, isRelative: boolean): Calibration {
  return { latin: parameters, japanese: parameters, across: parameters, isRelative }
}

/** The calibration for the scores of a preset. */
export function calibrationFor(preset: string): Calibration {
  if (preset === 'bundled') return BUNDLED
  return preset === 'hashed' ? HASHED : ASSUMED
}

/**
 * Turns the scores of one hit into the probability that it is relevant, so that hits of different tasks can be
 * compared (Platt, "Probabilistic outputs for support vector machines", 1999).
 */
export function calibrateScore(features: ScoreFeatures, calibration: Calibration): number {
  const { lexical, cosine, usualCosine, lead, script, isSameScript } = features
  const rise = Math.max(0, cosine - usualCosine) / Math.max(1e-6, 1 - usualCosine)
  const nearness = calibration.isRelative ? rise : cosine
  const judge = (by: Parameters) => by.bias + by.lexical * lexical + by.cosine * nearness + by.lead * lead
  // A text of two scripts may share words with the query all the same.
  const logOdds = isSameScript
    ? judge(calibration[script])
    : Math.max(judge(calibration.across), lexical > 0 ? judge(calibration[script]) : Number.NEGATIVE_INFINITY)
  return 1 / (1 + Math.exp(-logOdds))
}
