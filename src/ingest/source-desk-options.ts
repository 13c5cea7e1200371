import type { Clock } from '../ports/clock.ts'
import type { Store } from '../ports/store.ts'
import type { Telemetry } from '../ports/telemetry.ts'
import type { UploadFolder } from '../ports/upload-folder.ts'
import type { Ingestor } from './ingestor.ts'

export interface SourceDeskOptions {
  readonly ingestor: Pick<Ingestor, 'ingest' | 'refresh' | 'removeSource'>
  readonly store: Pick<Store, 'documents' | 'settings' | 'sources'>
  readonly uploads: UploadFolder
  /** Whether a file of this name can be read (`DocumentLoader.accepts`). */
  readonly accepts: (name: string) => boolean
  readonly clock: Clock
  readonly telemetry: Telemetry
  readonly limits: SourceDeskLimits
  readonly createId?: () => string
  /** Runs after each job that may have changed the index. */
  readonly onChanged?: () => void
}

export interface SourceDeskLimits {
  /** Largest file. */
  readonly uploadBytes: number
  /** For sending one file. 15 minutes unless told otherwise. */
  readonly uploadMs?: number
  /** Most jobs that wait, files being sent included. 20 unless told otherwise. */
  readonly waiting?: number
  /** Most ended jobs kept. 100 unless told otherwise. */
  readonly ended?: number
  /** Least milliseconds between two changes that a follower sees. 100 unless told otherwise. */
  readonly quietMs?: number
  /** Most failures kept per job. 100 unless told otherwise. */
  readonly failures?: number
}
