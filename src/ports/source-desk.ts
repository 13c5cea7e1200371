import type { Audience, AudienceLabel } from '../domain/audience.ts'
import type { SourceSummary } from './store.ts'

/** Adds, refreshes and removes sources while somebody looks on. Jobs run one after another. */
export interface SourceDesk {
  /** Those that an audience may read. */
  list(audience: Audience): Promise<readonly SourceSummary[]>
  /** Takes web addresses. @throws KikuError `misuse`, `url-refused`, `queue-full` */
  addAddresses(addresses: readonly string[], audience: AudienceLabel): Promise<SourceJob>
  /**
   * Keeps a file in the data folder and reads it. Its name is hostile; only its ending and a cleaned form of it are used.
   * The same file again is not read again: the job says that it is unchanged.
   * @throws KikuError `misuse`, `document-too-large`, `document-unsupported`, `queue-full`, `disk-full`, `disk-read-only`,
   * `deadline-exceeded`; the signal's reason; what the content throws
   */
  addFile(file: UploadedFile, audience: AudienceLabel, signal: AbortSignal): Promise<SourceJob>
  /** @throws KikuError `source-missing`, `queue-full` */
  refresh(sourceId: string): Promise<SourceJob>
  /** Removes a source with all that was read from it, and the file that was uploaded. @throws KikuError `source-missing` */
  remove(sourceId: string): Promise<{ readonly documents: number; readonly items: number }>
  /** Waiting and running jobs and the last 100 that ended, the latest first. */
  jobs(): readonly SourceJob[]
  /** The job as it is now and at every change, at most ten times a second, until it has ended. Of an unknown one, nothing. */
  follow(jobId: string, signal: AbortSignal): AsyncIterable<SourceJob>
  /** Stops a job; what it had read stays. */
  cancel(jobId: string): void
}

export interface UploadedFile {
  readonly name: string
  /** Read once, no faster than the disk takes it; a stream is destroyed where it is not read to its end. */
  readonly content: AsyncIterable<Uint8Array>
}

export interface SourceJob {
  readonly id: string
  readonly kind: 'add' | 'refresh'
  /** What people call it: an address, or the name of a file. */
  readonly label: string
  readonly audience: AudienceLabel
  readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled'
  readonly documentsDone: number
  /** 0 until they have been counted. */
  readonly documentsTotal: number
  readonly chunks: number
  /** Documents that were there already as they are. */
  readonly unchanged?: number
  /** One per document that could not be read, at most 100. */
  readonly failures: readonly { readonly location: string; readonly code: string; readonly message: string }[]
  /** Error code, where the whole job failed. */
  readonly error?: string
  /** When it was taken in, then when it began to run. */
  readonly startedAt: number
  readonly endedAt?: number
}
