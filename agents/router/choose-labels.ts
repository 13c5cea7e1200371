import type { RouteLabel } from '../../src/domain/decision.ts'
import type { RouterFeatures } from './feature-names.ts'
import { type LabelProbabilities, rankLabels } from './judge-features.ts'

/** Where the decision tips. Probabilities from 0 to 1. */
export interface RouterThresholds {
  /** A label is on from this probability. */
  readonly knowledge: number
  readonly history: number
  readonly tool: number
  /** The same for remarks and for what a model can do alone: jokes, poems, talk about itself. */
  readonly unasked: number
  /** The features are unsure when the likeliest retrieval lies from `unsureFrom` up to `unsureTo`. */
  readonly unsureFrom: number
  readonly unsureTo: number
  /** Least probability of `<RET>` at which the model counts as asking for context. */
  readonly modelAsks: number
}

// A missed search costs a wrong or invented answer, a needless one some milliseconds and tokens. At four to
// one, searching pays from a probability of 1 / (1 + 4).
export const DEFAULT_THRESHOLDS: RouterThresholds = {
  knowledge: 0.2,
  history: 0.2,
  tool: 0.3,
  unasked: 0.45,
  unsureFrom: 0.12,
  unsureTo: 0.6,
  modelAsks: 0.2,
}

type Retrieval = Exclude<RouteLabel, 'direct'>
const RETRIEVALS: readonly Retrieval[] = ['knowledge', 'history', 'tool']

/** The labels to act on, the likeliest first; `direct` alone when no search is worth its cost. */
export function chooseLabels(
  probabilities: LabelProbabilities,
  features: RouterFeatures,
  thresholds: RouterThresholds,
): RouteLabel[] {
  const least = isUnasked(features) ? thresholds.unasked : 0
  const on = rankLabels(probabilities).filter((label) => {
    if (label === 'direct') return false
    const lenient = label === 'knowledge' && features['bare-phrase'] > 0 ? BARE_PHRASE : 1
    return probabilities[label] >= Math.max(least, thresholds[label] * lenient)
  })
  return on.length === 0 ? ['direct'] : on
}

// A bare phrase is how people ask a search engine, though the sets hold few of them.
const BARE_PHRASE = 0.6

function isUnasked(features: RouterFeatures): boolean {
  if (features['answers-open-question'] > 0) return false
  const remark = features.statement > 0 || (features.reaction > 0 && features['question-form'] === 0)
  return remark || features.entertainment > 0 || features['about-the-bot'] > 0 || features['writing-task'] > 0
}

/** Whether a model that is up should be asked. What wants nothing looked up is not worth the wait. */
export function isUnsure(
  probabilities: LabelProbabilities,
  features: RouterFeatures,
  thresholds: RouterThresholds,
): boolean {
  if (isUnasked(features)) return false
  const best = Math.max(...RETRIEVALS.map((label) => probabilities[label]))
  return best >= thresholds.unsureFrom && best < thresholds.unsureTo
}

/** The likeliest of the labels that search. */
export function likeliestRetrieval(probabilities: LabelProbabilities): Retrieval {
  return RETRIEVALS.reduce((a, b) => (probabilities[b] > probabilities[a] ? b : a))
}

/** Probability that acting on these labels is right. */
export function confidenceOf(labels: readonly RouteLabel[], probabilities: LabelProbabilities): number {
  const first = labels[0] ?? 'direct'
  if (first !== 'direct') return probabilities[first]
  // Answering alone is right as far as no search would have been.
  return 1 - Math.max(...RETRIEVALS.map((label) => probabilities[label]))
}
