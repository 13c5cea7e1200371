import { FEATURE_NAMES } from '../../agents/router/feature-names.ts'
import { perLabel } from '../../agents/router/per-label.ts'
import { ROUTE_LABELS, type RouteLabel } from '../../src/domain/decision.ts'
import type { RouterWeights } from './fit-weights.ts'
import type { RoutingCase } from './read-cases.ts'

export interface SetScore {
  readonly set: string
  readonly cases: number
  readonly accuracy: number
  readonly brier: number
  readonly recall: Readonly<Record<string, string>>
}

export function scoreCases(cases: readonly RoutingCase[], weightsFor: (one: RoutingCase) => RouterWeights): SetScore[] {
  const groups = new Map<string, RoutingCase[]>()
  for (const one of cases) groups.set(one.set, [...(groups.get(one.set) ?? []), one])
  return [...groups].map(([set, members]) => {
    const twoWay = set === 'routing_dstc'
    const right = new Map<string, [number, number]>()
    let hits = 0
    let brier = 0
    for (const one of members) {
      const odds = probabilities(one, weightsFor(one))
      const best = ROUTE_LABELS.reduce((a, b) => (odds[b] > odds[a] ? b : a))
      const predicted = twoWay && best !== 'knowledge' ? 'direct' : best
      const key = `${one.source.split('/').slice(1).join('/').slice(0, 24)}:${one.label}`
      const entry = right.get(key) ?? [0, 0]
      right.set(key, [entry[0] + (predicted === one.label ? 1 : 0), entry[1] + 1])
      if (predicted === one.label) hits += 1
      brier +=
        one.teaches.reduce((sum, label) => sum + (odds[label] - (label === one.label ? 1 : 0)) ** 2, 0) /
        one.teaches.length
    }
    return {
      set,
      cases: members.length,
      accuracy: hits / members.length,
      brier: brier / members.length,
      recall: Object.fromEntries([...right].map(([label, [good, all]]) => [label, (good / all).toFixed(2)])),
    }
  })
}

function probabilities(one: RoutingCase, weights: RouterWeights): Record<RouteLabel, number> {
  return perLabel((label) => {
    const { intercept, weights: row } = weights[label]
    const score = FEATURE_NAMES.reduce((sum, name, at) => sum + (row[name] ?? 0) * (one.vector[at] ?? 0), intercept)
    return 1 / (1 + Math.exp(-score))
  })
}

export function formatScores(scores: readonly SetScore[]): string {
  return scores
    .map(
      ({ set, cases, accuracy, brier, recall }) =>
        `  ${set.padEnd(18)} ${String(cases).padStart(4)}  accuracy ${accuracy.toFixed(3)}  Brier ${brier.toFixed(3)}  ${JSON.stringify(recall)}`,
    )
    .join('\n')
}
