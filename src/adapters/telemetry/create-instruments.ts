import { type Instruments, noInstruments, type ReadMetrics } from '../../ports/instruments.ts'
import type { Telemetry } from '../../ports/telemetry.ts'
import type { Metrics } from './create-metrics.ts'

export interface InstrumentsOptions {
  /** Of Kiku. */
  readonly version: string
  readonly metrics: boolean
  /** Where traces go; none are made without it. */
  readonly otlpUrl?: string
  /** With secrets filled in. */
  readonly otlpHeaders?: Readonly<Record<string, string>>
  /** Share of traces that are recorded, 0 to 1. */
  readonly sampleRatio?: number
  /** Whether memory, event loop and collection of garbage of this process are measured too. */
  readonly measuresProcess?: boolean
  readonly telemetry: Telemetry
}

export interface OpenInstruments {
  readonly instruments: Instruments
  /** Absent where metrics are off. */
  readonly readMetrics?: ReadMetrics
  /** Sends the traces that are left, for three seconds at most. Never throws. */
  close(): Promise<void>
}

/** Metrics and traces as they are configured. The libraries for what is off are not even loaded. */
export async function createInstruments(options: InstrumentsOptions): Promise<OpenInstruments> {
  const metrics = options.metrics ? await openMetrics(options) : undefined
  const tracing = await openTracing(options)
  const { count, observe } = metrics ?? noInstruments
  const { span, stream } = tracing ?? noInstruments
  return {
    instruments: { count, observe, span, stream },
    ...(metrics === undefined ? {} : { readMetrics: metrics.read }),
    close: async () => tracing?.close(),
  }
}

async function openMetrics(options: InstrumentsOptions): Promise<Metrics> {
  const { createMetrics } = await import('./create-metrics.ts')
  return createMetrics(options)
}

async function openTracing({ otlpUrl, otlpHeaders = {}, sampleRatio = 1, version, telemetry }: InstrumentsOptions) {
  if (otlpUrl === undefined) return undefined
  const { createTracing } = await import('./create-tracing.ts')
  return createTracing({ otlpUrl, otlpHeaders, sampleRatio, version, telemetry })
}
