import { createLog } from './adapters/telemetry/create-log.ts'
import type { OpenTelemetry } from './cli/dependencies.ts'
import type { Config } from './config.ts'

// The only place that chooses implementations. `src/compose/` has one file for each part.
export { createTerminalSurface } from './adapters/terminal/create-terminal-surface.ts'
export { openEvaluation } from './compose/open-evaluation.ts'
export { openKiku } from './compose/open-kiku.ts'

/** The log that the configuration asks for. */
export function openTelemetry({ log, embedder }: Config): OpenTelemetry {
  const apiKey = embedder.apiKey?.reveal()
  return createLog({ ...log, secrets: apiKey === undefined ? [] : [apiKey] })
}
