import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Environment } from './journey-bench.ts'

/** A program of this repository running in a process of its own. */
export interface JourneyProcess {
  readonly pid: number
  readonly stdout: () => string
  readonly stderr: () => string
  /** Resolves as soon as the condition holds, or the process has ended. */
  until(condition: () => boolean): Promise<void>
  write(text: string): void
  /** Sends a signal. Resolves with the end of the process and of its output. */
  kill(signal: NodeJS.Signals): Promise<ProcessEnd>
  readonly ended: Promise<ProcessEnd>
}

export interface ProcessEnd {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** The program as it was built before all tests; where some tests are run alone, its sources. */
const MAIN = fileURLToPath(new URL(`../../${process.env.KIKU_TEST_PROGRAM ?? 'src/main.ts'}`, import.meta.url))
/** What node is given to run the program. */
export const PROGRAM: readonly string[] = [...(MAIN.endsWith('.ts') ? ['--import', 'tsx'] : []), MAIN]
// A folder without `.env`, from which the loader of TypeScript is found.
const HERE = fileURLToPath(new URL('.', import.meta.url))

const SURROUNDINGS = { PATH: process.env.PATH, TMPDIR: process.env.TMPDIR }

/** Starts the program, or a script beside it, with nothing in its environment but what is given. */
export function startProcess(
  argv: readonly string[],
  { environment, script = MAIN }: { readonly environment: Environment; readonly script?: string },
): JourneyProcess {
  const loader = script.endsWith('.ts') ? ['--import', 'tsx'] : []
  const child = spawn(process.execPath, [...loader, script, ...argv], {
    cwd: HERE,
    // Programs beside each other would want the same port for the page.
    env: { ...SURROUNDINGS, HOME: environment.KIKU_DATA, KIKU_WEB_ENABLED: 'false', ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const output = { stdout: '', stderr: '' }
  const waiting = new Set<() => void>()
  const notify = () => {
    for (const check of waiting) check()
  }
  let hasEnded = false
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text
      notify()
    })
  }
  // A process that was killed does not read any more.
  child.stdin.on('error', () => {})
  const ended = new Promise<ProcessEnd>((resolve) => {
    child.on('close', (code, signal) => {
      hasEnded = true
      notify()
      resolve({ code, signal })
    })
  })
  return {
    pid: child.pid ?? 0,
    stdout: () => output.stdout,
    stderr: () => output.stderr,
    until: (condition) =>
      new Promise((resolve) => {
        const check = () => {
          if (!hasEnded && !condition()) return
          waiting.delete(check)
          resolve()
        }
        waiting.add(check)
        check()
      }),
    write: (text) => void child.stdin.write(text),
    async kill(signal) {
      child.kill(signal)
      return ended
    },
    ended,
  }
}
