import type { AudienceLabel } from '../domain/audience.ts'
import type { IndexWriter } from '../index/unified-index.ts'
import type { Clock } from '../ports/clock.ts'
import type { DocumentLoader } from '../ports/document-loader.ts'
import type { FileSystem } from '../ports/file-system.ts'
import type { Instruments } from '../ports/instruments.ts'
import type { PageFetcher } from '../ports/page-fetcher.ts'
import type { Store } from '../ports/store.ts'
import type { Telemetry } from '../ports/telemetry.ts'

/** What to read, and who may read it. */
export interface IngestRequest {
  /** Paths or URLs. */
  readonly locations: readonly string[]
  readonly audience: AudienceLabel
  /** A folder that Kiku brought along. */
  readonly kind?: 'handbook'
}

export interface IngestProgress {
  /** Location of the source. */
  readonly source: string
  readonly location: string
  readonly documentsDone: number
  readonly documentsTotal: number
  readonly chunksDone: number
  readonly outcome: 'listed' | 'added' | 'updated' | 'unchanged' | 'removed' | 'skipped' | 'failed'
  /** Why a document was skipped or failed; what was found, when `listed`. */
  readonly message?: string
}

export interface IngestReport {
  readonly added: number
  readonly updated: number
  readonly unchanged: number
  readonly removed: number
  readonly chunks: number
  readonly failures: readonly { readonly location: string; readonly code: string; readonly message: string }[]
}

export type ReportProgress = (progress: IngestProgress) => void

/** Brings sources into the store and the index, and keeps them up to date. */
export interface Ingestor {
  /**
   * Adds sources and reads them, one after the other. A document that cannot be read is reported and the rest goes on.
   * @throws KikuError `misuse`, `source-missing` before anything is read; store failures. Rejects with the
   * signal's reason on abort, after which the same call continues where this one ended
   */
  ingest(request: IngestRequest, onProgress: ReportProgress, signal: AbortSignal): Promise<IngestReport>
  /**
   * Reads sources again: all, or those whose id or location is given.
   * @throws KikuError `source-missing` when one is not known
   */
  refresh(which: readonly string[], onProgress: ReportProgress, signal: AbortSignal): Promise<IngestReport>
  /**
   * Removes what has this id, or all that have this location, from store and index.
   * @throws KikuError `source-missing`
   */
  removeSource(which: string): Promise<{ readonly documents: number; readonly items: number }>
  /**
   * Refreshes sources, then follows changes of their files until the signal aborts. Sources that are not files are
   * left alone. With nothing named and nothing to watch it returns at once.
   * @throws KikuError `source-missing`, `misuse` when what is named cannot be watched
   */
  watch(which: readonly string[], onProgress: ReportProgress, signal: AbortSignal): Promise<void>
  /** Deletes what killed runs left in the store. Worth doing at start; every run does it at its end. */
  sweep(signal: AbortSignal): Promise<void>
}

export interface IngestLimits {
  /** Largest file. */
  readonly maxBytes: number
  /** Most bytes of files held in memory at one time; a single larger file is held alone. */
  readonly maxBytesInFlight: number
  /** Documents read at one time, so that parsing, embedding and storing overlap. */
  readonly parallelDocuments: number
  /** Most files of one folder. */
  readonly maxFiles: number
  /** Most chunks embedded in one call and stored in one transaction. */
  readonly batchSize: number
  /** Length and overlap of chunks, in tokens of the embedder as estimated. */
  readonly maxTokens: number
  readonly overlapTokens: number
  /** Most failures kept per source and listed in a report. */
  readonly maxFailures: number
}

export const DEFAULT_INGEST_LIMITS: IngestLimits = {
  maxBytes: 64 * 1_024 * 1_024,
  maxBytesInFlight: 96 * 1_024 * 1_024,
  parallelDocuments: 8,
  maxFiles: 200_000,
  batchSize: 64,
  maxTokens: 320,
  overlapTokens: 40,
  maxFailures: 1_000,
}

export interface IngestPorts {
  readonly store: Store
  readonly index: IndexWriter
  readonly loader: DocumentLoader
  readonly files: FileSystem
  readonly pages: PageFetcher
  readonly clock: Clock
  readonly telemetry: Telemetry
  readonly instruments?: Instruments
  readonly limits: IngestLimits
  /** Makes ids of sources and documents. */
  readonly createId: () => string
}
