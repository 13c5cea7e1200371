import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { InstrumentLabels, Instruments, ReadMetrics } from '../../ports/instruments.ts'
import { createLabelLimit } from './limit-labels.ts'
import { COUNTERS, DISTRIBUTIONS, GAUGES } from './metric-definitions.ts'

export interface Metrics extends Pick<Instruments, 'count' | 'observe'> {
  readonly read: ReadMetrics
}

export interface MetricsOptions {
  /** Of Kiku. */
  readonly version: string
  /** Whether memory, event loop and collection of garbage of this process are measured too. */
  readonly measuresProcess?: boolean
}

/** Milliseconds between looks at the event loop: often enough to see what people notice. */
const LOOP_LOOKS_MS = 20

/** Metrics in a registry of their own. Neither counting nor reading throws for labels that nobody foresaw. */
export function createMetrics({ version, measuresProcess = true }: MetricsOptions): Metrics {
  const registry = new Registry()
  const registers = [registry]
  const counters = new Map<string, (labels: InstrumentLabels) => void>()
  for (const [name, { help, labels }] of Object.entries(COUNTERS)) {
    const counter = new Counter({ name, help, labelNames: Object.keys(labels), registers })
    const limit = createLabelLimit(labels)
    counters.set(name, (given) => counter.inc(limit(given)))
  }
  const distributions = new Map<string, (value: number, labels: InstrumentLabels) => void>()
  for (const [name, { help, labels, buckets }] of Object.entries(DISTRIBUTIONS)) {
    const options = { name, help, labelNames: Object.keys(labels), buckets: [...buckets], registers }
    const histogram = new Histogram(options)
    const limit = createLabelLimit(labels)
    distributions.set(name, (value, given) => histogram.observe(limit(given), value))
  }
  const gauges = new Map(Object.entries(GAUGES).map(([name, help]) => [name, new Gauge({ name, help, registers })]))
  new Gauge({
    name: 'kiku_build_info',
    help: 'Always 1; the version of Kiku is in the label.',
    labelNames: ['version'],
    registers,
  }).set({ version }, 1)
  if (measuresProcess) collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: LOOP_LOOKS_MS })
  return {
    count: (name, labels = {}) => counters.get(name)?.(labels),
    observe(name, value, labels = {}) {
      // A clock that was set back must not spoil the sums.
      if (Number.isFinite(value)) distributions.get(name)?.(Math.max(0, value), labels)
    },
    async read(now = {}) {
      for (const [name, value] of Object.entries(now)) gauges.get(name)?.set(value)
      return { contentType: registry.contentType, text: await registry.metrics() }
    },
  }
}
