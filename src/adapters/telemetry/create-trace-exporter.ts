import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import type { SpanExporter } from '@opentelemetry/sdk-trace-base'
import type { Telemetry } from '../../ports/telemetry.ts'

/** Where traces go. */
export interface TraceTarget {
  /** Of a collector that takes OTLP over HTTP: its base, or the whole address for traces. */
  readonly otlpUrl: string
  /** Sent along, such as an access token. */
  readonly otlpHeaders?: Readonly<Record<string, string>>
}

export interface TraceExporterOptions extends TraceTarget {
  /** Of one batch, repetitions included. */
  readonly timeoutMs: number
  readonly telemetry: Telemetry
  /** Milliseconds. */
  readonly now?: () => number
}

export interface TraceExporter extends SpanExporter {
  /** Ends what is still on its way. */
  cut(): void
}

/** Requests under way at one time: at the end all batches that wait leave at once. */
const MOST_REQUESTS = 10
/** Between two lines of the log about a collector that does not take anything. */
const QUIET_MS = 60_000

/** Sends spans as JSON (https://opentelemetry.io/docs/specs/otlp/#otlphttp). A failure costs the spans and a line of the log. */
export function createTraceExporter(options: TraceExporterOptions): TraceExporter {
  const { otlpUrl, otlpHeaders = {}, timeoutMs, telemetry, now = Date.now } = options
  const url = toTraceUrl(otlpUrl)
  const agent = new URL(url).protocol === 'https:' ? new HttpsAgent(CONNECTIONS) : new HttpAgent(CONNECTIONS)
  const exporter = new OTLPTraceExporter({
    url,
    headers: { ...otlpHeaders },
    timeoutMillis: timeoutMs,
    concurrencyLimit: MOST_REQUESTS,
    httpAgentOptions: () => agent,
  })
  let lost = 0
  let quietUntil = Number.NEGATIVE_INFINITY
  const noteLoss = (spans: number, error: unknown) => {
    lost += spans
    if (now() < quietUntil) return
    quietUntil = now() + QUIET_MS
    telemetry.warn('traces-not-sent', { spans: lost, reason: reasonOf(error) })
    lost = 0
  }
  return {
    export(spans, onResult) {
      exporter.export(spans, (result) => {
        // 0 is success: https://github.com/open-telemetry/opentelemetry-js, ExportResultCode
        if (result.code !== 0) noteLoss(spans.length, result.error)
        onResult(result)
      })
    },
    forceFlush: () => exporter.forceFlush(),
    shutdown: () => exporter.shutdown(),
    cut: () => agent.destroy(),
  }
}

const CONNECTIONS = { keepAlive: true, maxSockets: MOST_REQUESTS }

/** A base such as `http://127.0.0.1:4318` gets the path that the protocol names for traces. */
export function toTraceUrl(otlpUrl: string): string {
  const url = new URL(otlpUrl)
  if (url.pathname === '/') url.pathname = '/v1/traces'
  return url.href
}

/** Constants only: what a server replies is its own text. */
function reasonOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return 'unknown'
  const { code } = error
  if (typeof code === 'number') return `http-${code}`
  return typeof code === 'string' && /^[A-Z_\d]{1,40}$/.test(code) ? code : 'unknown'
}
