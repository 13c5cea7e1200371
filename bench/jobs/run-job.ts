import { fork } from 'node:child_process'
import type { JobInput, JobMessage, JobName, JobOutput } from './jobs.ts'

type Reply<Name extends JobName> =
  | { readonly kind: 'done'; readonly output: JobOutput<Name> }
  | { readonly kind: 'failed'; readonly message: string }

/** Runs one job in a process of its own. @throws Error with the job's name when it fails. */
export async function runJob<Name extends JobName>(name: Name, input: JobInput<Name>): Promise<JobOutput<Name>> {
  const child = fork(new URL('./job-process.ts', import.meta.url), {
    execArgv: ['--import', 'tsx', ...process.execArgv.filter((argument) => argument.startsWith('--cpu-prof'))],
    serialization: 'advanced',
  })
  const message: JobMessage = { name, input }
  child.send(message)
  const reply = await new Promise<Reply<Name>>((resolve, reject) => {
    child.once('message', (answer: Reply<Name>) => resolve(answer))
    child.once('error', reject)
    child.once('exit', (code, signal) => reject(new Error(`${name} ended with ${signal ?? code} and said nothing.`)))
  })
  if (reply.kind === 'failed') throw new Error(`${name}: ${reply.message}`)
  return reply.output
}
