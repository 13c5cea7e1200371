import type { Interface } from 'node:readline'
import { toKikuError } from '../../domain/errors.ts'
import { withDeadline } from '../../domain/with-deadline.ts'

/** Asks the person something between two messages. */
export interface Asker {
  /**
   * What was typed before the question is no reply to it.
   * @returns the line entered; undefined when there was none in time, or the input has ended
   * @throws the reason of the signal
   */
  ask(question: string, timeoutMs: number, signal: AbortSignal): Promise<string | undefined>
  /** Whether a line is the reply. */
  take(line: string): boolean
}

/** @param prompt what the reader shows otherwise */
export function createAsker(reader: Interface, prompt: string): Asker {
  let waiting: ((line: string | undefined) => void) | undefined
  reader.on('close', () => waiting?.(undefined))
  return {
    async ask(question, timeoutMs, signal) {
      if (reader.line !== '') {
        reader.write(null, { ctrl: true, name: 'e' })
        reader.write(null, { ctrl: true, name: 'u' })
      }
      try {
        const reply = () =>
          new Promise<string | undefined>((resolve) => {
            waiting = resolve
            reader.setPrompt(question)
            reader.prompt()
          })
        return await withDeadline({ signal, timeoutMs, what: 'reply' }, reply)
      } catch (thrown) {
        signal.throwIfAborted()
        if (toKikuError(thrown).code === 'deadline-exceeded') return undefined
        throw thrown
      } finally {
        waiting = undefined
        reader.setPrompt(prompt)
      }
    },
    take(line) {
      if (waiting === undefined) return false
      waiting(line)
      waiting = undefined
      return true
    },
  }
}
