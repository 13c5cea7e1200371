import { fork } from 'node:child_process'
import { KikuError } from '../../domain/errors.ts'
import type { BuildJob, BuildReply } from './build-graph.ts'

/**
 * Builds a graph in a process of its own and waits for it. A crash there is an error here and nothing more.
 * @throws KikuError `internal`; the signal's reason when it aborts, after the process was killed.
 */
export async function runBuild(job: BuildJob, signal: AbortSignal): Promise<{ ef: number; recall: number }> {
  const typescript = import.meta.url.endsWith('.ts')
  const file = new URL(typescript ? './build-graph.ts' : './build-graph.js', import.meta.url)
  signal.throwIfAborted()
  const child = fork(file, {
    execArgv: typescript ? ['--import', 'tsx'] : [],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  const kill = (): void => void child.kill('SIGKILL')
  signal.addEventListener('abort', kill)
  try {
    const reply = await new Promise<BuildReply>((resolve, reject) => {
      child.once('message', (message: BuildReply) => resolve(message))
      child.once('error', reject)
      child.once('exit', (code, killer) => reject(new Error(`The process ended with ${killer ?? code}.`)))
      child.send(job)
    })
    if (reply.kind === 'failed') throw new Error(reply.message)
    return reply
  } catch (cause) {
    signal.throwIfAborted()
    throw new KikuError('internal', 'Building the vector graph failed.', { cause })
  } finally {
    signal.removeEventListener('abort', kill)
    kill()
  }
}
