import { openKiku } from '../../src/compose.ts'
import { readConfig } from '../../src/config.ts'
import type { Kiku } from '../../src/kiku.ts'
import { silentTelemetry } from '../../src/ports/telemetry.ts'

/** Opens the whole product on a data folder. @param host an Ollama server; without one there is no model. */
export function openBenchKiku(folder: string, signal: AbortSignal, host?: string): Promise<Kiku> {
  const config = readConfig({ data: folder }, {}, folder)
  const model =
    host === undefined ? ({ ...config.model, provider: 'none' } as const) : { ...config.model, hosts: [host] }
  // One person who asks without a pause is what the limit is there to stop.
  const limits = { ...config.limits, perAuthorPerMinute: 1_000_000 }
  return openKiku({ ...config, model, limits }, { mode: 'write', telemetry: silentTelemetry, signal })
}
