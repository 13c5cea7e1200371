import type { CounterName, DistributionName, GaugeName } from '../../ports/instruments.ts'

/** The values that a label may take. Whatever else comes is counted as `other`, so that nobody can make new series. */
export type LabelValues =
  | readonly string[]
  /** Constants of the code, too many to repeat here: their form, and how many different ones there may be. */
  | { readonly like: RegExp; readonly most: number }

export interface CounterDefinition {
  readonly help: string
  readonly labels: Readonly<Record<string, LabelValues>>
}

export interface DistributionDefinition extends CounterDefinition {
  /** Upper bounds, ascending. */
  readonly buckets: readonly number[]
}

const SURFACES = ['slack', 'discord', 'web', 'terminal', 'mcp'] as const
const KINDS = ['answered', 'extracted', 'abstained', 'failed', 'cancelled'] as const
/** Chosen labels in the order of `ROUTE_LABELS`; `none` where an answer failed before there was a decision. */
const ROUTES = [
  'none',
  'direct',
  'knowledge',
  'history',
  'tool',
  'knowledge+history',
  'knowledge+tool',
  'history+tool',
  'knowledge+history+tool',
] as const
const STAGES = ['queue', 'contextualise', 'probe', 'model', 'route', 'gather', 'fit', 'answer', 'check'] as const
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const
/** Codes of `KikuError`; `none` where nothing failed. */
const CODES = { like: /^[a-z]+(?:-[a-z]+){0,4}$/, most: 60 } as const
/** Paths as they are registered, with the names of their variables; `page` for the files of the page. */
const PATHS = { like: /^(?:page|\/[\w\-./:*{}]{0,80})$/, most: 100 } as const
const STATUSES = { like: /^[1-5]\d\d$/, most: 40 } as const
/** Tools that come along; those of servers are all `other`. */
const TOOLS = { like: /^[a-z][a-z0-9_]{0,39}$/, most: 60 } as const

const OUTCOMES = ['added', 'updated', 'unchanged', 'skipped', 'failed'] as const

export const COUNTERS: Readonly<Record<CounterName, CounterDefinition>> = {
  kiku_answers_total: {
    help: 'Answers by how they ended. code: why one failed, or why no model wrote it.',
    labels: { surface: SURFACES, kind: KINDS, route: ROUTES, code: CODES },
  },
  kiku_tool_calls_total: {
    help: 'Calls of tools by what came of them.',
    labels: { tool: TOOLS, outcome: ['done', 'failed', 'refused', 'awaiting-approval'] },
  },
  kiku_feedback_total: { help: 'Verdicts of readers on answers.', labels: { verdict: ['up', 'down'] } },
  kiku_model_calls_total: { help: 'Completions asked of the chat model.', labels: { code: CODES } },
  kiku_documents_total: { help: 'Documents looked at by ingestion.', labels: { outcome: OUTCOMES, code: CODES } },
  kiku_http_requests_total: {
    help: 'Requests to the web surface.',
    labels: { method: METHODS, route: PATHS, status: STATUSES },
  },
}

export const DISTRIBUTIONS: Readonly<Record<DistributionName, DistributionDefinition>> = {
  kiku_answer_seconds: {
    help: 'From a message taken to its answer stored, waiting included.',
    labels: { surface: SURFACES, kind: KINDS },
    buckets: [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60, 120, 300],
  },
  kiku_stage_seconds: {
    help: 'Stages of answering; queue is the wait before them.',
    labels: { stage: STAGES },
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 180],
  },
  kiku_first_token_seconds: {
    help: 'From a message taken to the first piece of a written answer.',
    labels: { surface: SURFACES },
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60, 180],
  },
  kiku_search_seconds: {
    help: 'Searches of the index, embedding of the query included.',
    labels: { namespace: ['knowledge', 'history', 'tool', 'example'] },
    buckets: [0.00025, 0.0005, 0.001, 0.002, 0.004, 0.006, 0.01, 0.02, 0.04, 0.1, 0.5, 2],
  },
  kiku_model_tokens: {
    help: 'Tokens of one completion, as the model server counts them.',
    labels: { direction: ['prompt', 'completion'] },
    buckets: [16, 64, 256, 512, 1_024, 2_048, 4_096, 8_192, 16_384, 32_768, 131_072],
  },
  kiku_document_seconds: {
    help: 'Reading, cutting, embedding and storing one document.',
    labels: { outcome: OUTCOMES },
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10, 60, 300],
  },
  kiku_http_request_seconds: {
    help: 'From a request taken to its last byte sent.',
    labels: { route: PATHS },
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60],
  },
}

/** What is read off when somebody asks for the metrics. */
export const GAUGES: Readonly<Record<GaugeName, string>> = {
  kiku_ready: '1 where questions can be answered.',
  kiku_model_reachable: '1 where a chat model answers; 0 where sources are quoted.',
  kiku_sources: 'Sources that are indexed.',
  kiku_passages: 'Passages that can be found.',
}
