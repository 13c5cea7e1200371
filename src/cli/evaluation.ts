import type { Task } from '../domain/task.ts'

/** Measures retrieval and routing on labelled sets. Built by `compose.ts`. */
export interface Evaluation {
  retrieval(
    request: RetrievalEvaluationRequest,
    onProgress: (progress: EvaluationProgress) => void,
    signal: AbortSignal,
  ): Promise<Measured>
  routing(
    request: { readonly file: string },
    onProgress: (progress: EvaluationProgress) => void,
    signal: AbortSignal,
  ): Promise<Measured>
  jsts(request: JstsRequest, onProgress: (progress: EvaluationProgress) => void, signal: AbortSignal): Promise<Measured>
  close(): Promise<void>
}

export interface JstsRequest {
  /** Absolute path of a file with sentence pairs. */
  readonly file: string
  readonly task?: Task
  /** Only the first pairs. */
  readonly limit?: number
}

/** What an evaluation found. */
export interface Measured {
  /** For `--json`, printed as it is. */
  readonly report: object
  /** The same as tables for a terminal. */
  readonly table: string
}

export interface RetrievalEvaluationRequest {
  /** Absolute path of a folder with `corpus.jsonl`. */
  readonly folder: string
  /** Absolute path; the folder's dev queries when absent. */
  readonly queries?: string
  /** Absolute path; the folder's dev judgements when absent. */
  readonly qrels?: string
  /** Default, query by query: `convsearch` where there is a conversation before it, else `qa`. */
  readonly task?: EvaluatedTask
  /** Tries weights of the fusion instead of measuring the present ones. */
  readonly fit?: boolean
  /** Embeds without instructions. */
  readonly bare?: boolean
}

export const EVALUATED_TASKS = ['qa', 'convsearch', 'tool'] as const
export type EvaluatedTask = (typeof EVALUATED_TASKS)[number]

export interface EvaluationProgress {
  readonly step: 'index' | 'search' | 'route' | 'embed'
  readonly done: number
  readonly total: number
}
