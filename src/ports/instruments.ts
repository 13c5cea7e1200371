/** Counts, distributions and traces of what Kiku does. No content: names and labels are constant texts of a small set. */
export interface Instruments {
  count(name: CounterName, labels?: InstrumentLabels): void
  /** Adds a value to a distribution; durations are in seconds. */
  observe(name: DistributionName, value: number, labels?: InstrumentLabels): void
  /**
   * Begins a span; what runs inside `run` is its child. It ends with what `run` returns, a promise once that is settled,
   * unless `Span.end` was called before. What is thrown ends it with the error's code, and is thrown on.
   */
  span<T>(name: string, attributes: SpanAttributes, run: (span: Span) => T): T
  /**
   * A span around a stream, from the first event that is asked for until the stream ends or is left. The stream's own
   * steps run inside the span, those of its reader do not.
   */
  stream<Event, Result>(
    name: string,
    attributes: SpanAttributes,
    read: (span: Span) => AsyncGenerator<Event, Result>,
  ): AsyncGenerator<Event, Result>
}

export type InstrumentLabels = Readonly<Record<string, string>>
export type SpanAttributes = Readonly<Record<string, string | number | boolean>>

export interface Span {
  set(attributes: SpanAttributes): void
  /** Only the first call counts. @param code of a `KikuError`; none means that it went well */
  end(code?: string): void
}

export type CounterName =
  | 'kiku_answers_total'
  | 'kiku_tool_calls_total'
  | 'kiku_feedback_total'
  | 'kiku_model_calls_total'
  | 'kiku_documents_total'
  | 'kiku_http_requests_total'

export type DistributionName =
  | 'kiku_answer_seconds'
  | 'kiku_stage_seconds'
  | 'kiku_first_token_seconds'
  | 'kiku_search_seconds'
  | 'kiku_model_tokens'
  | 'kiku_document_seconds'
  | 'kiku_http_request_seconds'

/** All metrics so far, with what is so at this moment. */
export type ReadMetrics = (gauges?: Gauges) => Promise<MetricsText>

/** What is left out keeps its value. */
export type Gauges = Partial<Readonly<Record<GaugeName, number>>>

export type GaugeName = 'kiku_ready' | 'kiku_model_reachable' | 'kiku_sources' | 'kiku_passages'

/** In the text format of Prometheus (https://prometheus.io/docs/instrumenting/exposition_formats). */
export interface MetricsText {
  readonly contentType: string
  readonly text: string
}

/** Of something that nobody traces. */
export const NO_SPAN: Span = { set() {}, end() {} }

export const noInstruments: Instruments = {
  count() {},
  observe() {},
  span: (_name, _attributes, run) => run(NO_SPAN),
  stream: (_name, _attributes, read) => read(NO_SPAN),
}
