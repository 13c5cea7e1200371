#!/usr/bin/env node
import { PipeClosedError } from './cli/dependencies.ts'
import { cli } from './cli.ts'
import { processEnvironment, switchTracingOff } from './config.ts'

switchTracingOff()
const ending = new AbortController()

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(name, () => {
    // The second request does not wait for anything.
    if (ending.signal.aborted) process.exit(130)
    ending.abort()
  })
}
for (const output of [process.stdout, process.stderr]) {
  // A reader that has gone, as after `| head`, is the reader's right.
  output.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') ending.abort(new PipeClosedError())
  })
}

process.exitCode = await cli(
  process.argv.slice(2),
  {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    environment: processEnvironment(),
    cwd: process.cwd(),
    signal: ending.signal,
  },
  () => import('./compose.ts'),
)
// Everything is closed by now; what a library left open must not keep the process.
await Promise.all([process.stdout, process.stderr].map((output) => new Promise((done) => output.write('', done))))
process.exit()
