import { type Logger, LogLevel } from '@slack/bolt'
import type { Telemetry } from '../../../ports/telemetry.ts'

/**
 * Takes what Slack's libraries log. Their texts hold addresses with tickets, headers and what people wrote, so nothing
 * of them goes on but that there was one.
 */
export function createQuietLogger(telemetry: Telemetry, part: 'app' | 'socket' | 'http'): Logger {
  return {
    debug() {},
    info() {},
    warn: () => telemetry.debug('slack-library-warned', { part }),
    error: () => telemetry.debug('slack-library-failed', { part }),
    setLevel() {},
    setName() {},
    getLevel: () => LogLevel.INFO,
  }
}
