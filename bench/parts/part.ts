import type { BenchTable } from '../report/table.ts'

/** What every part is given. The corpus lies prepared in the work folder. */
export interface PartContext {
  readonly work: string
  readonly chunks: number
  readonly seed: number
  readonly log: (line: string) => void
}

export interface PartReport {
  readonly tables: readonly BenchTable[]
  /** The figures as they were measured. */
  readonly figures: unknown
}

export type BenchPart = (context: PartContext) => Promise<PartReport>
