import type { Probe, Question } from '../../src/answer/question.ts'
import type { Decision, RouteLabel } from '../../src/domain/decision.ts'
import { chooseLabels, confidenceOf, isUnsure, likeliestRetrieval, type RouterThresholds } from './choose-labels.ts'
import { extractFeatures, isSmallTalk } from './extract-features.ts'
import { explainLabel, judgeFeatures, type LabelProbabilities, rankLabels } from './judge-features.ts'
import { type ProbeEvidence, readProbes } from './probe-evidence.ts'

/** A verdict, and whether it is worth asking a model about. */
export interface FeatureVerdict {
  readonly decision: Decision
  readonly isUnsure: boolean
}

/** The verdict of wording and probes alone. */
export function decideByFeatures(
  question: Question,
  probes: readonly Probe[],
  thresholds: RouterThresholds,
): FeatureVerdict {
  const features = extractFeatures(question)
  const evidence = readProbes(probes)
  const allFeatures = { ...features, ...probeFeatures(evidence) }
  if (isSmallTalk(question.ownWords)) return { decision: decideSmallTalk(allFeatures), isUnsure: false }
  const judgement = judgeFeatures(features, evidence)
  const barred = findBarred(evidence, question)
  const probabilities = bar(judgement.probabilities, barred)
  const labels = chooseLabels(probabilities, features, thresholds)
  const first = labels[0] ?? 'direct'
  const rival = first === 'direct' ? likeliestRetrieval(probabilities) : (otherThan(first, probabilities) ?? 'direct')
  const explained = explainLabel(judgement, first, rival)
  const reasons = [
    ...(first === 'direct' &&
    barred.length > 0 &&
    chooseLabels(judgement.probabilities, features, thresholds)[0] !== 'direct'
      ? barred.map(reasonOf)
      : []),
    ...explained,
    ...(first !== 'direct' && probabilities.direct > probabilities[first] ? ['uncertain'] : []),
  ]
  const decision: Decision = {
    labels,
    probabilities,
    confidence: confidenceOf(labels, probabilities),
    reasons: reasons.length === 0 ? ['no-reason-to-search'] : reasons,
    features: allFeatures,
    decidedBy: 'features',
  }
  return { decision, isUnsure: isUnsure(probabilities, features, thresholds) }
}

function decideSmallTalk(features: Decision['features']): Decision {
  return {
    labels: ['direct'],
    probabilities: { direct: 0.98, knowledge: 0.01, history: 0.01, tool: 0.01 },
    confidence: 0.98,
    reasons: ['small-talk-only'],
    features,
    decidedBy: 'features',
  }
}

type Searchable = 'knowledge' | 'history'

/** Namespaces that were probed and hold nothing for these readers: searching them cannot help. */
function findBarred(evidence: ProbeEvidence, question: Question): Searchable[] {
  const barred: Searchable[] = []
  if (evidence.knowledge?.empty === true) barred.push('knowledge')
  // The thread's own turns are history too, whether indexed or not.
  if (evidence.history?.empty === true && question.turns.length === 0) barred.push('history')
  return barred
}

const BARRED_FACTOR = 0.05

function bar(probabilities: LabelProbabilities, barred: readonly Searchable[]): LabelProbabilities {
  const lowered = Object.fromEntries(barred.map((label) => [label, probabilities[label] * BARRED_FACTOR]))
  return { ...probabilities, ...lowered }
}

function reasonOf(label: Searchable): string {
  return label === 'knowledge' ? 'nothing-to-search' : 'no-history-to-search'
}

function otherThan(label: RouteLabel, probabilities: LabelProbabilities): RouteLabel | undefined {
  return rankLabels(probabilities).find((other) => other !== label)
}

function probeFeatures(evidence: ProbeEvidence): Record<string, number> {
  const entries = (['knowledge', 'history', 'tool'] as const).flatMap((label) => {
    const probe = evidence[label]
    return probe === undefined
      ? []
      : [[`probe-${label}`, probe.strength] as const, [`probe-${label}-margin`, probe.margin] as const]
  })
  return Object.fromEntries(entries)
}
