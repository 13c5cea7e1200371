import type { Probe } from '../../src/answer/question.ts'
import type { RouteLabel } from '../../src/domain/decision.ts'
import type { RouterFeatures } from './feature-names.ts'

/** What looking into the index before deciding has shown. Absent where that namespace was not probed. */
export interface ProbeEvidence {
  readonly knowledge?: ProbeStrength
  readonly history?: ProbeStrength
  readonly tool?: ProbeStrength
}

interface ProbeStrength {
  /** Nothing was found at all; the other numbers are then 0. */
  readonly empty: boolean
  /** Log-odds that the best hit is relevant, scaled so that 0.95 is 1 and 0.05 is -1, and cut off there. */
  readonly strength: number
  /** How far the best hit stands above the second, as a difference of probabilities. */
  readonly margin: number
}

/** Reads the probes of the namespaces that a label stands for. */
export function readProbes(probes: readonly Probe[]): ProbeEvidence {
  const read = (namespace: Probe['namespace']): ProbeStrength | undefined => {
    const hits = probes.find((probe) => probe.namespace === namespace)?.hits
    if (hits === undefined) return undefined
    const [best, second] = hits
    if (best === undefined) return { empty: true, strength: 0, margin: 0 }
    const margin = best.probability - (second?.probability ?? 0)
    return { empty: false, strength: scaleOdds(best.probability), margin }
  }
  const knowledge = read('knowledge')
  const history = read('history')
  const tool = read('tool')
  return { ...(knowledge && { knowledge }), ...(history && { history }), ...(tool && { tool }) }
}

// Set by hand, since no public set pairs routing labels with an index. A good hit outweighs a doubtful wording; a bad
// one counts half as much, for the right passage may use other words than the question. The history of a chat holds
// something like almost everything that is said in it, hence its smaller weight.
const FOR_LABEL = {
  knowledge: { good: 2.4, bad: 1.2, margin: 0.5 },
  history: { good: 1.4, bad: 0.7, margin: 0.3 },
  tool: { good: 2.4, bad: 0.6, margin: 0.3 },
} as const
const AGAINST_DIRECT = 1.2
// A remark that resembles a document is still a remark.
const UNASKED = 0.25

/** Log-odds that the probes add to each label. Namespaces that were not probed add nothing. */
export function weighProbes(evidence: ProbeEvidence, features: RouterFeatures): Readonly<Record<RouteLabel, number>> {
  const share = asksForSomething(features) ? 1 : UNASKED
  const forLabel = (label: keyof typeof FOR_LABEL): number => {
    const probe = evidence[label]
    if (probe === undefined) return 0
    const { good, bad, margin } = FOR_LABEL[label]
    return probe.strength > 0 ? share * (good * probe.strength + margin * probe.margin) : bad * probe.strength
  }
  const best = Math.max(0, evidence.knowledge?.strength ?? 0)
  return {
    direct: -AGAINST_DIRECT * share * best,
    knowledge: forLabel('knowledge'),
    history: forLabel('history'),
    tool: forLabel('tool'),
  }
}

const ASKING = [
  'question-form',
  'information-request',
  'fetch-verb',
  'polite-request',
  'bare-phrase',
  'past-talk',
] as const

function asksForSomething(features: RouterFeatures): boolean {
  return ASKING.some((name) => features[name] > 0)
}

const SCALE = Math.log(0.95 / 0.05)

function scaleOdds(probability: number): number {
  const inside = Math.min(0.999, Math.max(0.001, probability))
  return Math.max(-1, Math.min(1, Math.log(inside / (1 - inside)) / SCALE))
}
