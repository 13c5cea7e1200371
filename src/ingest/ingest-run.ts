import type { ByteGate } from './byte-gate.ts'
import type { EmbedChunks } from './embedding-queue.ts'
import type { IngestPorts } from './ingestor.ts'
import type { Pace } from './pace.ts'
import type { RunReport } from './run-report.ts'

/** What every step of one call needs. */
export interface IngestRun extends IngestPorts {
  readonly embed: EmbedChunks
  /** Bounds the files in memory. */
  readonly gate: ByteGate
  readonly pace: Pace
  readonly report: RunReport
  readonly signal: AbortSignal
}
