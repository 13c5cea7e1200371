import type { EvaluationFiles } from '../ports/evaluation-set.ts'

export interface EvaluationProgress {
  readonly step: 'index' | 'search' | 'route' | 'embed'
  readonly done: number
  /** Records in the file, known beforehand. */
  readonly total: number
}

/** Counts the lines that hold something. */
export async function countLines(files: EvaluationFiles, name: string, signal: AbortSignal): Promise<number> {
  let count = 0
  for await (const line of files.readLines(name, signal)) if (line.trim() !== '') count += 1
  return count
}
