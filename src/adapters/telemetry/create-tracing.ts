import { AsyncLocalStorage } from 'node:async_hooks'
import { type Context, type Span as OtelSpan, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { resourceFromAttributes } from '@opentelemetry/resources'
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-base'
import { toKikuError } from '../../domain/errors.ts'
import { withDeadline } from '../../domain/with-deadline.ts'
import type { Instruments, Span, SpanAttributes } from '../../ports/instruments.ts'
import type { Telemetry } from '../../ports/telemetry.ts'
import { createTraceExporter, type TraceTarget } from './create-trace-exporter.ts'

export interface TracingOptions extends TraceTarget {
  /** Of Kiku. */
  readonly version: string
  /** Share of traces that are recorded, 0 to 1. */
  readonly sampleRatio: number
  /** Milliseconds that sending a batch may take, repetitions included. */
  readonly exportMs?: number
  /** Milliseconds that the end waits for what is left to be sent. */
  readonly closeMs?: number
  readonly telemetry: Telemetry
}

export interface Tracing extends Pick<Instruments, 'span' | 'stream'> {
  /** Sends what was recorded, for a short while. Never throws. */
  close(): Promise<void>
}

/** Spans that wait for being sent; what is beyond is dropped. One answer has about forty. */
const MOST_WAITING = 4_096
const BATCH = 512
const BATCH_MS = 2_000
/** Of one text, in characters. */
const LONGEST_VALUE = 200

/**
 * Traces by OpenTelemetry, with a provider and a context of its own: nothing else in the process notices. Each step of a
 * stream runs in the context of its span, so that streams read in turns keep apart.
 */
export function createTracing(options: TracingOptions): Tracing {
  const { version, sampleRatio, telemetry, exportMs = 5_000, closeMs = 3_000, ...target } = options
  const exporter = createTraceExporter({ ...target, timeoutMs: exportMs, telemetry })
  const processor = new BatchSpanProcessor(exporter, {
    maxQueueSize: MOST_WAITING,
    maxExportBatchSize: BATCH,
    scheduledDelayMillis: BATCH_MS,
    exportTimeoutMillis: exportMs,
  })
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'kiku', 'service.version': version }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(sampleRatio) }),
    spanLimits: { attributeValueLengthLimit: LONGEST_VALUE },
    spanProcessors: [processor],
  })
  const tracer = provider.getTracer('kiku', version)
  const current = new AsyncLocalStorage<Context>()

  function begin(name: string, attributes: SpanAttributes) {
    const parent = current.getStore() ?? ROOT_CONTEXT
    const started = tracer.startSpan(name, { kind: KINDS[name] ?? SpanKind.INTERNAL, attributes }, parent)
    return { span: toSpan(started), context: trace.setSpan(parent, started) }
  }

  return {
    span(name, attributes, run) {
      const { span, context } = begin(name, attributes)
      try {
        const result = current.run(context, () => run(span))
        if (result instanceof Promise) result.then(() => span.end(), failing(span))
        else span.end()
        return result
      } catch (thrown) {
        failing(span)(thrown)
        throw thrown
      }
    },
    async *stream(name, attributes, read) {
      const { span, context } = begin(name, attributes)
      const steps = current.run(context, () => read(span))
      try {
        while (true) {
          const step = await current.run(context, () => steps.next())
          if (step.done === true) return step.value
          yield step.value
        }
      } catch (thrown) {
        failing(span)(thrown)
        throw thrown
      } finally {
        // Whoever has left waits for what the stream still does at its end, as without a span.
        await current.run(context, () => leave(steps))
        span.end()
      }
    },
    async close() {
      const deadline = { signal: new AbortController().signal, timeoutMs: closeMs, what: 'sending of traces' }
      await withDeadline(deadline, () => processor.shutdown()).catch(() => {})
      exporter.cut()
    },
  }
}

const KINDS: Readonly<Record<string, SpanKind>> = { 'http.request': SpanKind.SERVER, 'model.call': SpanKind.CLIENT }

/** Does nothing where the stream has ended. */
async function leave(steps: AsyncGenerator<unknown, unknown>): Promise<void> {
  await steps.return(undefined)
}

function toSpan(started: OtelSpan): Span {
  let hasEnded = false
  return {
    set(attributes) {
      started.setAttributes(attributes)
    },
    end(code) {
      if (hasEnded) return
      hasEnded = true
      if (code !== undefined) started.setAttribute('error.type', code)
      // Without a message: the text of an error may repeat what somebody wrote.
      if (code !== undefined && code !== 'cancelled') started.setStatus({ code: SpanStatusCode.ERROR })
      started.end()
    },
  }
}

function failing(span: Span): (thrown: unknown) => void {
  return (thrown) => span.end(toKikuError(thrown).code)
}
