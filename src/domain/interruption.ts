/**
 * The reason of a signal that aborts because the process is ending, not because anybody wants the work undone: what was
 * begun stays unsettled, and the next start takes it up.
 */
export class Interruption extends Error {
  constructor() {
    super('Kiku is ending.')
    this.name = 'AbortError'
  }
}
