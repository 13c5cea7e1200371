import type { Readable, Writable } from 'node:stream'
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import type { Audience } from '../../domain/audience.ts'
import { createCallDesk } from './call-desk.ts'
import { createMcpServer } from './create-mcp-server.ts'
import { createMcpCaller } from './mcp-caller.ts'
import type { McpParts, RunningMcp } from './mcp-parts.ts'

/** A message is one line; a question of 8,000 characters takes some 30 kilobytes. */
const MOST_BYTES = 1024 * 1024

export interface StdioOptions extends McpParts {
  readonly input: Readable
  /** Carries the protocol and nothing else. */
  readonly output: Writable
  /** Of the person at the terminal: `terminalAudience(granted)`. */
  readonly audience: Audience
}

/**
 * Serves the client that started this process
 * (https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#stdio). Its leaving, which closes the input,
 * cancels what is under way.
 */
export async function serveStdio(options: StdioOptions): Promise<RunningMcp> {
  const { input, output, audience, telemetry } = options
  const desk = createCallDesk(options)
  const { concurrentCalls } = desk.limits
  // Whoever sits at the terminal owns the machine: no limit in a time.
  const caller = createMcpCaller({ name: 'terminal', audience, seesPaths: true, mostConcurrent: concurrentCalls })
  const server = createMcpServer(caller, desk, options)
  const leave = () => void server.close()
  // A listener of its own, so that an output that breaks ends this server and nothing else.
  const onOutputError = () => leave()
  const ended = new Promise<void>((resolve) => {
    server.server.onclose = () => {
      for (const event of ['end', 'close', 'error']) input.off(event, leave)
      void desk.settle().then(() => {
        output.off('error', onOutputError)
        telemetry.info('mcp-left', { caller: caller.name })
        resolve()
      })
    }
  })
  for (const event of ['end', 'close', 'error']) input.once(event, leave)
  output.on('error', onOutputError)
  await server.connect(new StdioServerTransport(input, output, { maxBufferSize: MOST_BYTES }))
  telemetry.info('mcp-joined', { caller: caller.name })
  if (input.readableEnded || input.destroyed) leave()
  return {
    ended,
    async stop() {
      await server.close()
      await ended
    },
  }
}
