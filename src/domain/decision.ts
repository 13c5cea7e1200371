/** What the router may choose. Several of the last three may be on; `direct` stands alone. */
export type RouteLabel = 'direct' | 'knowledge' | 'history' | 'tool'

export const ROUTE_LABELS = ['direct', 'knowledge', 'history', 'tool'] as const satisfies readonly RouteLabel[]

/** The router's verdict with its reasons. */
export interface Decision {
  /** Chosen labels, the likeliest first; never empty. */
  readonly labels: readonly RouteLabel[]
  /** Probability of each label, 0 to 1. They need not sum to 1, since several may hold. */
  readonly probabilities: Readonly<Record<RouteLabel, number>>
  /** Probability that the chosen labels are right, 0 to 1. */
  readonly confidence: number
  /** Short machine-readable causes, the weightiest first, such as `probe-knowledge-strong` or `question-form`. */
  readonly reasons: readonly string[]
  /** The numbers that the verdict was computed from. */
  readonly features: Readonly<Record<string, number>>
  /** Who decided: the features alone, the model's `<RET>` pass, or the asker (`--search`, 'Search anyway'). */
  readonly decidedBy: 'features' | 'model' | 'asker'
}
