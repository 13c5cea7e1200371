import type { InstrumentLabels } from '../../ports/instruments.ts'
import type { LabelValues } from './metric-definitions.ts'

/** Labels as a metric may have them: just its own, each with a value that it knows. */
export type LimitLabels = (labels: InstrumentLabels) => Record<string, string>

/** Keeps the number of series bounded, and texts of others out of them, whatever a caller hands in. */
export function createLabelLimit(allowed: Readonly<Record<string, LabelValues>>): LimitLabels {
  const limits = Object.entries(allowed).map(([name, values]) => [name, createValueLimit(values)] as const)
  return (labels) => {
    const limited: Record<string, string> = {}
    for (const [name, limit] of limits) limited[name] = limit(labels[name] ?? 'none')
    return limited
  }
}

function createValueLimit(values: LabelValues): (value: string) => string {
  if ('like' in values) {
    const { like, most } = values
    const known = new Set<string>()
    return (value) => {
      if (known.has(value)) return value
      if (known.size >= most || !like.test(value)) return 'other'
      known.add(value)
      return value
    }
  }
  const known = new Set(values)
  return (value) => (known.has(value) ? value : 'other')
}
