import pino from 'pino'
import type { Telemetry, TelemetryFields } from '../../ports/telemetry.ts'
import { redactFields } from './redact-fields.ts'
import { openRotatingFile } from './rotating-file.ts'

export interface LogOptions {
  readonly level: 'silent' | 'error' | 'warn' | 'info' | 'debug'
  /** Absolute path, or null for standard error. */
  readonly file: string | null
  /** The file is set aside as `<file>.1` when it has grown to this. */
  readonly maxMegabytes: number
  /** Values that must not appear wherever they turn up. */
  readonly secrets?: readonly string[]
}

export interface Log {
  readonly telemetry: Telemetry
  close(): void
}

/**
 * Events as JSON lines. Message content appears at level `debug` only, secrets never. Logging cannot fail: where the
 * disk is full or read-only, lines are lost and Kiku goes on.
 */
export function createLog({ level, file, maxMegabytes, secrets = [] }: LogOptions): Log {
  const sink = level === 'silent' ? silentSink : openSink(file, maxMegabytes)
  const logger = pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      messageKey: 'event',
    },
    sink,
  )
  const write =
    (severity: 'debug' | 'info' | 'warn' | 'error') =>
    (event: string, fields: TelemetryFields = {}) =>
      logger[severity](redactFields(fields, { secrets, showContent: level === 'debug' }), event)
  return {
    telemetry: { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') },
    close: () => sink.close(),
  }
}

interface Sink {
  write(line: string): void
  close(): void
}

const silentSink: Sink = { write() {}, close() {} }

function openSink(file: string | null, maxMegabytes: number): Sink {
  if (file === null) return { write: (line) => void process.stderr.write(line), close() {} }
  return openRotatingFile(file, maxMegabytes * 1024 * 1024)
}
