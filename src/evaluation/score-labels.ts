import { ROUTE_LABELS, type RouteLabel } from '../domain/decision.ts'
import { mean } from './metrics.ts'

export interface LabelPair {
  readonly gold: RouteLabel
  readonly predicted: RouteLabel
}

interface LabelScore {
  /** Right among those predicted so; 0 when never predicted. */
  readonly precision: number
  /** Found among those that are so; 0 when none is. */
  readonly recall: number
  /** Harmonic mean of the two; 0 when both are 0. */
  readonly f1: number
  /** How many are so. */
  readonly support: number
}

export interface LabelReport {
  readonly accuracy: number
  /** Unweighted mean of F1 over the labels that occur as gold. */
  readonly macroF1: number
  /** Labels that occur as gold or were predicted. */
  readonly perLabel: Readonly<Record<string, LabelScore>>
  /** Counts by gold, then predicted label. */
  readonly confusion: Readonly<Record<string, Readonly<Record<string, number>>>>
}

/** Scores predictions against gold labels. */
export function scoreLabels(pairs: readonly LabelPair[]): LabelReport {
  const used = ROUTE_LABELS.filter((label) =>
    pairs.some(({ gold, predicted }) => gold === label || predicted === label),
  )
  const count = (gold: RouteLabel, predicted: RouteLabel): number =>
    pairs.filter((pair) => pair.gold === gold && pair.predicted === predicted).length
  const scored = used.map((label) => [label, scoreLabel(pairs, label)] as const)
  return {
    accuracy: share(pairs, ({ gold, predicted }) => gold === predicted),
    macroF1: mean(scored.filter(([, { support }]) => support > 0).map(([, { f1 }]) => f1)),
    perLabel: Object.fromEntries(scored),
    confusion: Object.fromEntries(
      used
        .filter((gold) => pairs.some((pair) => pair.gold === gold))
        .map((gold) => [gold, Object.fromEntries(used.map((predicted) => [predicted, count(gold, predicted)]))]),
    ),
  }
}

/** Share of the values for which a claim holds, 0 to 1; 0 of nothing. */
export function share<T>(values: readonly T[], holds: (value: T) => boolean): number {
  return values.length === 0 ? 0 : values.filter(holds).length / values.length
}

function scoreLabel(pairs: readonly LabelPair[], label: RouteLabel): LabelScore {
  const support = pairs.filter(({ gold }) => gold === label).length
  const predicted = pairs.filter((pair) => pair.predicted === label).length
  const right = pairs.filter((pair) => pair.gold === label && pair.predicted === label).length
  const precision = predicted === 0 ? 0 : right / predicted
  const recall = support === 0 ? 0 : right / support
  return { precision, recall, f1: right === 0 ? 0 : (2 * precision * recall) / (precision + recall), support }
}
