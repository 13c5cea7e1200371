import { createInstruments, type OpenInstruments } from '../adapters/telemetry/create-instruments.ts'
import { VERSION } from '../cli/version.ts'
import { fillIn } from '../config/tool-secrets.ts'
import type { Config } from '../config.ts'
import type { Telemetry } from '../ports/telemetry.ts'

/** Metrics where somebody can read them, traces where a collector is configured. */
export function openInstruments(
  { telemetry: settings, web, toolSecrets }: Config,
  telemetry: Telemetry,
  isWriter: boolean,
): Promise<OpenInstruments> {
  const { metrics, otlpUrl, otlpHeaders, sampleRatio } = settings
  return createInstruments({
    version: VERSION,
    metrics: metrics && web.enabled && isWriter,
    ...(otlpUrl === undefined ? {} : { otlpUrl }),
    otlpHeaders: fillIn(otlpHeaders, toolSecrets).values,
    sampleRatio,
    telemetry,
  })
}
