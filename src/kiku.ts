import type { Readable, Writable } from 'node:stream'
import type { AnswerEvent } from './domain/answer.ts'
import type { AudienceLabel } from './domain/audience.ts'
import type { KikuError } from './domain/errors.ts'
import type { Evidence } from './domain/evidence.ts'
import type { SearchMode } from './domain/message.ts'
import type { Side, Task } from './domain/task.ts'
import type { SurfaceName } from './domain/thread.ts'
import type { PendingCall } from './domain/tool.ts'
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
  /** The nearest passages of a text by their vectors alone. @throws KikuError of the embedder */
  findNeighbours(request: NeighbourRequest, signal: AbortSignal): Promise<Neighbourhood>
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
  /** Starts Kiku as an MCP server. @throws KikuError `config-invalid` where it has no tokens or cannot listen */
  startMcp(request: McpRequest): Promise<RunningMcp>
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
  /** A call that the person has approved, after the answer to the same question had waited for that. */
  readonly approved?: PendingCall
}

export interface SearchRequest {
  readonly text: string
  readonly task: Task
  readonly audience: readonly AudienceLabel[]
  readonly limit: number
}

export interface NeighbourRequest extends SearchRequest {
  /** Whether the text is embedded as a question, or as what is found. */
  readonly side: Side
}

/** A text among the passages that the reader may see. */
export interface Neighbourhood {
  /** The one whose vectors are searched at present. */
  readonly embedder: EmbedderDescription
  /** Of the text; length 1. */
  readonly vector: Float32Array
  /** Nearest first. */
  readonly neighbours: readonly Neighbour[]
}

export interface EmbedderDescription {
  readonly id: string
  readonly preset: string
  /** Numbers to a vector. */
  readonly dimension: number
}

export interface Neighbour
  extends Pick<Evidence, 'title' | 'location' | 'locator' | 'text' | 'namespace' | 'audience'> {
  readonly cosine: number
  /** From 1: its place in a search for the same text; absent below the 100th, and where it repeats a better one. */
  readonly fusedRank?: number
}

/** How MCP clients reach the server. What is left out of an address is as configured. */
export type McpRequest =
  | {
      readonly kind: 'stdio'
      readonly input: Readable
      readonly output: Writable
      /** Labels that the client may read beside the terminal's own. */
      readonly audience: readonly AudienceLabel[]
    }
  | { readonly kind: 'http'; readonly host?: string; readonly port?: number }

/** An MCP server at work. */
export interface RunningMcp {
  /** Where it listens. */
  readonly url?: string
  /** Resolves when the client has left. */
  readonly ended: Promise<void>
  stop(): Promise<void>
}

/** Whether a chat platform could be started; `retrying` where waiting may help. */
export interface SurfaceStart {
  readonly name: SurfaceName
  readonly state: 'started' | 'retrying' | 'failed'
  /** Where people reach it, where that is an address. */
  readonly url?: string
  readonly error?: KikuError
}

/** One line of `kiku doctor`. */
export interface Finding {
  readonly part: string
  readonly state: 'ok' | 'off' | 'warning' | 'broken'
  readonly message: string
  readonly remedy?: string
}
