import { type Context, createContext, Script } from 'node:vm'
import { z } from 'zod'

/**
 * Runs code that never waits but may run on and on, such as a search with a regular expression that somebody else wrote.
 * Nothing but V8 itself ends such code on the thread that runs it, and `vm` is how to ask for that. No sandbox.
 * @returns undefined when it was ended after so many milliseconds
 * @throws what the work throws
 */
export function withinTime<T extends object>(timeoutMs: number, work: () => T): T | undefined {
  context ??= createContext({})
  const { work: before } = context
  context.work = work
  try {
    return RUN.runInContext(context, { timeout: timeoutMs }) as T
  } catch (thrown) {
    // It is an error of the context, so no `Error` of this one.
    if (z.object({ code: z.literal('ERR_SCRIPT_EXECUTION_TIMEOUT') }).safeParse(thrown).success) return undefined
    throw thrown
  } finally {
    context.work = before
  }
}

const RUN = new Script('work()')
let context: Context | undefined
