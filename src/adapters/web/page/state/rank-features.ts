import type { DecisionView } from '../../api/schemas/answer.ts'

export interface RankedFeature {
  readonly name: string
  readonly value: number
  /** Whether the router named it as a reason. */
  readonly isReason: boolean
}

/** The features that say something, those that the decision names as reasons first, the strongest of each first. */
export function rankFeatures({ features, reasons }: Pick<DecisionView, 'features' | 'reasons'>): RankedFeature[] {
  const place = (name: string) => {
    const at = reasons.findIndex((reason) => isNamed(reason, name))
    return at < 0 ? reasons.length : at
  }
  return Object.entries(features)
    .filter(([, value]) => value !== 0)
    .map(([name, value]) => ({ name, value, isReason: place(name) < reasons.length }))
    .sort((left, right) => place(left.name) - place(right.name) || Math.abs(right.value) - Math.abs(left.value))
}

/** Whether a reason of the router is a feature, or what that feature showed. */
export function isNamed(reason: string, feature: string): boolean {
  return reason === feature || reason.replace(/-(?:strong|weak)$/, '') === feature
}
