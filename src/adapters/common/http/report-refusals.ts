import type { Server } from 'node:http'
import type { Clock } from '../../../ports/clock.ts'
import type { Telemetry } from '../../../ports/telemetry.ts'

const EVERY_MS = 60_000
const REFUSED = [401, 403, 413, 429]

/**
 * A token that is wrong shows in nothing but refused requests. Said at most once a minute: anybody can send those.
 * @param event such as `mcp-request-refused`
 */
export function reportRefusals(server: Server, event: string, clock: Clock, telemetry: Telemetry): void {
  let count = 0
  let saidAt = Number.NEGATIVE_INFINITY
  server.on('request', (_request, response) => {
    response.once('finish', () => {
      if (!REFUSED.includes(response.statusCode)) return
      count += 1
      if (clock.elapsed() - saidAt < EVERY_MS) return
      saidAt = clock.elapsed()
      telemetry.warn(event, { status: response.statusCode, count })
      count = 0
    })
  })
}
