import { KikuError } from '../../src/domain/errors.ts'
import type { EvaluationFiles } from '../../src/ports/evaluation-set.ts'

/** Files of an evaluation set held in memory, by name. */
export function evaluationFiles(files: Readonly<Record<string, string>>): EvaluationFiles {
  return {
    async *readLines(name, signal) {
      const text = files[name]
      if (text === undefined) throw new KikuError('source-missing', `There is no file ${name}.`)
      for (const line of text.split('\n')) {
        signal.throwIfAborted()
        yield line
      }
    },
  }
}

/** Records as JSON Lines. */
export function jsonLines(...records: readonly unknown[]): string {
  return records.map((record) => JSON.stringify(record)).join('\n')
}
