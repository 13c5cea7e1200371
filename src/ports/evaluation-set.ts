/** The files of an evaluation set, wherever they lie. */
export interface EvaluationFiles {
  /**
   * The lines of a file without their ends, read as they are asked for, so that no file need fit into memory.
   * @throws KikuError `source-missing` when there is no such file
   */
  readLines(name: string, signal: AbortSignal): AsyncIterable<string>
}
