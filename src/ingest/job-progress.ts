import type { SourceJob } from '../ports/source-desk.ts'
import type { ReportProgress } from './ingestor.ts'

/** Adds up what is told of each source of a job. */
export function createJobProgress(
  report: (changes: Partial<SourceJob>) => void,
  sourcesExpected: number,
): ReportProgress {
  const sources = new Map<string, { readonly done: number; readonly total: number }>()
  return ({ source, documentsDone, documentsTotal, chunksDone }) => {
    sources.set(source, { done: documentsDone, total: documentsTotal })
    let done = 0
    let total = 0
    for (const counts of sources.values()) {
      done += counts.done
      total += counts.total
    }
    report({ documentsDone: done, documentsTotal: Math.max(total, sourcesExpected), chunks: chunksDone })
  }
}
