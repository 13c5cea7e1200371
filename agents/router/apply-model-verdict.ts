import type { Decision, RouteLabel } from '../../src/domain/decision.ts'
import type { ModelVerdict } from './ask-model.ts'
import { confidenceOf, likeliestRetrieval } from './choose-labels.ts'
import { rankLabels } from './judge-features.ts'

/**
 * Lets the model settle an unsure verdict. Asking for context turns on the likeliest search beside those already
 * chosen; answering turns searches off, except a tool, since a model cannot know that it lacks one.
 */
export function applyModelVerdict(decision: Decision, verdict: ModelVerdict): Decision {
  const before = decision.probabilities
  if (verdict.asks) {
    const wanted = likeliestRetrieval(before)
    const raised = Math.max(before[wanted], verdict.probability)
    const probabilities = { ...before, [wanted]: raised, direct: Math.min(before.direct, 1 - raised) }
    const on = new Set<RouteLabel>([wanted, ...decision.labels.filter((label) => label !== 'direct')])
    const labels = rankLabels(probabilities).filter((label) => on.has(label))
    return finish(decision, labels, probabilities, 'model-asked-for-context')
  }
  const doubt = verdict.probability
  const probabilities = {
    ...before,
    direct: Math.max(before.direct, 1 - doubt),
    knowledge: Math.min(before.knowledge, doubt),
    history: Math.min(before.history, doubt),
  }
  const kept = decision.labels.filter((label) => label === 'tool')
  return finish(decision, kept.length === 0 ? ['direct'] : kept, probabilities, 'model-can-answer')
}

function finish(
  decision: Decision,
  labels: Decision['labels'],
  probabilities: Decision['probabilities'],
  reason: string,
): Decision {
  return {
    ...decision,
    labels,
    probabilities,
    confidence: confidenceOf(labels, probabilities),
    reasons: [reason, ...decision.reasons.filter((code) => code !== 'uncertain')],
    decidedBy: 'model',
  }
}
