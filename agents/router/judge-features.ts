import { ROUTE_LABELS, type RouteLabel } from '../../src/domain/decision.ts'
import { FEATURE_NAMES, type RouterFeatures } from './feature-names.ts'
import { perLabel } from './per-label.ts'
import { type ProbeEvidence, weighProbes } from './probe-evidence.ts'
import { ROUTER_WEIGHTS } from './weights.ts'

export type LabelProbabilities = Readonly<Record<RouteLabel, number>>

/** What the features say, before any policy. */
export interface FeatureJudgement {
  readonly probabilities: LabelProbabilities
  /** Log-odds that each cause adds to each label; causes are feature names and `probe-…` codes. */
  readonly contributions: readonly Contribution[]
}

interface Contribution {
  readonly cause: string
  readonly odds: Readonly<Record<RouteLabel, number>>
}

/** One logistic regression per label over the features, plus what the probes add. */
export function judgeFeatures(features: RouterFeatures, evidence: ProbeEvidence): FeatureJudgement {
  const contributions: Contribution[] = FEATURE_NAMES.filter((name) => features[name] > 0).map((name) => ({
    cause: name,
    odds: perLabel((label) => (ROUTER_WEIGHTS[label].weights[name] ?? 0) * features[name]),
  }))
  for (const label of ['knowledge', 'history', 'tool'] as const) {
    const probe = evidence[label]
    if (probe === undefined || probe.empty) continue
    const added = weighProbes({ [label]: probe }, features)
    contributions.push({ cause: `probe-${label}-${probe.strength > 0 ? 'strong' : 'weak'}`, odds: added })
  }
  const probabilities = perLabel((label) =>
    logistic(contributions.reduce((sum, { odds }) => sum + odds[label], ROUTER_WEIGHTS[label].intercept)),
  )
  return { probabilities, contributions }
}

/** Causes that speak for one label rather than another, the weightiest first. */
export function explainLabel(judgement: FeatureJudgement, label: RouteLabel, rival: RouteLabel): string[] {
  return judgement.contributions
    .map(({ cause, odds }) => ({ cause, pull: odds[label] - odds[rival] }))
    .filter(({ pull }) => pull > 0.1)
    .sort((a, b) => b.pull - a.pull)
    .slice(0, 5)
    .map(({ cause }) => cause)
}

/** Labels by falling probability; ties in the order of `ROUTE_LABELS`. */
export function rankLabels(probabilities: LabelProbabilities): RouteLabel[] {
  return [...ROUTE_LABELS].sort((a, b) => probabilities[b] - probabilities[a])
}

function logistic(odds: number): number {
  return 1 / (1 + Math.exp(-odds))
}
