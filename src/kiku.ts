import type { AnswerEvent } from './domain/answer.ts'
import type { AudienceLabel } from './domain/audience.ts'
import type { KikuError } from './domain/errors.ts'
import type { Evidence } from './domain/evidence.ts'
import type { SearchMode } from './domain/message.ts'
import type { Task } from './domain/task.ts'
import type { SurfaceName } from './domain/thread.ts'
import type { IngestProgress, IngestReport, IngestRequest } from './ingest/ingestor.ts'
import type { SourceSummary } from './ports/store.ts'

export type { IngestProgress, IngestReport, IngestRequest } from './ingest/ingestor.ts'

/** Everything that the command line can ask of a running Kiku. Built by `compose.ts`. */
export interface Kiku {
  /** What is not as configured, as sentences for the person who started this. */
  readonly notices: readonly string[]
  /** Answers one question in a thread of the terminal. */
  ask(question: AskRequest, signal: AbortSignal): AsyncIterable<AnswerEvent>
  /** Searches without answering. Needs no model. */
  search(request: SearchRequest, signal: AbortSignal): Promise<readonly Evidence[]>
  /** Adds sources and reads them, one after the other. */
  ingest(
    request: IngestRequest,
    onProgress: (progress: IngestProgress) => void,
    signal: AbortSignal,
  ): Promise<IngestReport>
  listSources(): Promise<readonly SourceSummary[]>
  /** Reads sources again: all, or those whose id or location is given. */
  refreshSources(
    which: readonly string[],
    onProgress: (progress: IngestProgress) => void,
    signal: AbortSignal,
  ): Promise<IngestReport>
  /** By id or location. @returns how many documents and items went. @throws KikuError `source-missing` */
  removeSource(which: string): Promise<{ readonly documents: number; readonly items: number }>
  /** Keeps sources up to date as files change, until the signal aborts. */
  watch(which: readonly string[], onProgress: (progress: IngestProgress) => void, signal: AbortSignal): Promise<void>
  /** Ingests the handbook when there is no source yet. */
  ensureFirstSource(onProgress: (progress: IngestProgress) => void, signal: AbortSignal): Promise<void>
  /**
   * Starts the chat platforms that are configured. One that cannot start costs itself only. Answers that the end of an
   * earlier process interrupted are taken up.
   */
  startSurfaces(): Promise<readonly SurfaceStart[]>
  /** What is on, what is off, and what to do. Never throws for a part that is broken; it reports it. */
  examine(signal: AbortSignal): Promise<readonly Finding[]>
  /** Lets running work end, then releases everything. */
  close(): Promise<void>
}

export interface AskRequest {
  readonly text: string
  readonly search: SearchMode
  /** Continues a thread; a new one otherwise. */
  readonly threadId?: string
  /** Labels that the readers of the answer may read beside the terminal's own. */
  readonly audience: readonly AudienceLabel[]
}

export interface SearchRequest {
  readonly text: string
  readonly task: Task
  readonly audience: readonly AudienceLabel[]
  readonly limit: number
}

/** Whether a chat platform could be started; `retrying` where waiting may help. */
export interface SurfaceStart {
  readonly name: SurfaceName
  readonly state: 'started' | 'retrying' | 'failed'
  readonly error?: KikuError
}

/** One line of `kiku doctor`. */
export interface Finding {
  readonly part: string
  readonly state: 'ok' | 'off' | 'warning' | 'broken'
  readonly message: string
  readonly remedy?: string
}
