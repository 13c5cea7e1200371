import type { KikuError } from '../domain/errors.ts'
import type { IngestProgress, IngestReport, ReportProgress } from './ingestor.ts'

/** How the reading of one document ended. */
export type DocumentOutcome =
  | { readonly kind: 'added' | 'updated'; readonly chunks: number }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'removed' }
  /** Not a document that Kiku reads. */
  | { readonly kind: 'skipped'; readonly error: KikuError }
  /** Should have been readable. */
  | { readonly kind: 'failed'; readonly error: KikuError }

/** Counts what happens and tells whoever watches. */
export interface RunReport {
  /** Begins counting documents of a source anew. */
  startSource(location: string, documentsTotal: number, message?: string): void
  settle(source: string, location: string, outcome: DocumentOutcome): void
  /** Whether another failure is worth keeping; a folder of a million broken files is one fact. */
  hasRoom(): boolean
  finish(): IngestReport
}

export function createRunReport(onProgress: ReportProgress, maxFailures: number): RunReport {
  const counts = { added: 0, updated: 0, unchanged: 0, removed: 0 }
  const failures: IngestReport['failures'][number][] = []
  let chunks = 0
  let documentsDone = 0
  let documentsTotal = 0

  return {
    startSource(source, total, message) {
      documentsDone = 0
      documentsTotal = total
      tell({ source, location: source, outcome: 'listed', ...(message === undefined ? {} : { message }) })
    },
    settle(source, location, outcome) {
      switch (outcome.kind) {
        case 'added':
        case 'updated':
          chunks += outcome.chunks
          counts[outcome.kind] += 1
          break
        case 'unchanged':
        case 'removed':
          counts[outcome.kind] += 1
          break
        case 'skipped':
        case 'failed':
          if (failures.length < maxFailures) failures.push(describeFailure(location, outcome.error))
      }
      // What vanished was not among the documents listed.
      if (outcome.kind !== 'removed') documentsDone += 1
      documentsTotal = Math.max(documentsTotal, documentsDone)
      tell({
        source,
        location,
        outcome: outcome.kind,
        ...('error' in outcome ? { message: explain(outcome.error) } : {}),
      })
    },
    hasRoom: () => failures.length < maxFailures,
    finish: () => ({ ...counts, chunks, failures: [...failures] }),
  }

  function tell(step: Pick<IngestProgress, 'source' | 'location' | 'outcome' | 'message'>): void {
    onProgress({ ...step, documentsDone, documentsTotal, chunksDone: chunks })
  }
}

/** What went wrong and what to do about it. */
export function explain({ message, remedy }: KikuError): string {
  return remedy === undefined ? message : `${message} ${remedy}`
}

function describeFailure(location: string, error: KikuError) {
  return { location, code: error.code, message: explain(error) }
}
