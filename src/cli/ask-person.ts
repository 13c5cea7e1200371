import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { toKikuError } from '../domain/errors.ts'
import { withDeadline } from '../domain/with-deadline.ts'
import type { AskPerson, CliIo } from './dependencies.ts'

/** What was typed before the question is there within this time; milliseconds. */
const TYPED_BEFORE_MS = 100

/** Asks where a command runs in a terminal. @returns undefined where it does not, so that nobody can be asked */
export function createAskPerson({ stdin, stdout, signal }: CliIo): AskPerson | undefined {
  if (stdin.isTTY !== true || stdout.isTTY !== true) return undefined
  return async (question, timeoutMs) => {
    // Left to the terminal itself, which shows what is typed and turns Ctrl-C into a signal.
    const reader = createInterface({ input: stdin, terminal: false })
    try {
      let take: (line: string | undefined) => void = () => {}
      let isEnded = false
      reader.on('line', (line) => take(line))
      reader.on('close', () => {
        isEnded = true
        take(undefined)
      })
      await sleep(TYPED_BEFORE_MS, undefined, { signal })
      if (isEnded) return undefined
      const reply = () =>
        new Promise<string | undefined>((resolve) => {
          take = resolve
          stdout.write(question)
        })
      return await withDeadline({ signal, timeoutMs, what: 'reply' }, reply)
    } catch (thrown) {
      signal.throwIfAborted()
      if (toKikuError(thrown).code === 'deadline-exceeded') return undefined
      throw thrown
    } finally {
      reader.close()
    }
  }
}
