import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** A script of `tests/fixtures` running in a process of its own. */
export interface ScriptProcess {
  readonly pid: number | undefined
  /** Lines printed so far. */
  readonly lines: readonly string[]
  /** Resolves when so many lines were printed. Rejects when the process ends before. */
  printed(count: number): Promise<void>
  /** Kills it as `kill -9` does. Resolves when it is gone and its output is read to the end. */
  kill(): Promise<void>
}

export function startScript(name: string, ...parameters: readonly string[]): ScriptProcess {
  const script = fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...parameters], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const lines: string[] = []
  const complaints: string[] = []
  const output = createInterface({ input: child.stdout })
  output.on('line', (line) => lines.push(line))
  child.stderr.on('data', (data: Buffer) => complaints.push(data.toString()))
  const closed = once(output, 'close')
  const ended = once(child, 'exit')

  return {
    pid: child.pid,
    lines,
    async printed(count) {
      while (lines.length < count) {
        await Promise.race([once(output, 'line'), closed])
        if (hasEnded(child) && lines.length < count) throw new Error(`The script ended early: ${complaints.join('')}`)
      }
    },
    async kill() {
      child.kill('SIGKILL')
      await Promise.all([ended, closed])
    },
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null
}
