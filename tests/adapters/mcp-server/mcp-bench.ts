import { createHash } from 'node:crypto'
import { PassThrough } from 'node:stream'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import { z } from 'zod'
import type { BearerToken } from '../../../src/adapters/common/http/token-book.ts'
import type { HttpOptions, RunningHttpMcp } from '../../../src/adapters/mcp-server/http/http-options.ts'
import type { McpHost } from '../../../src/adapters/mcp-server/mcp-host.ts'
import type { McpParts, RunningMcp } from '../../../src/adapters/mcp-server/mcp-parts.ts'
import { serveHttp } from '../../../src/adapters/mcp-server/serve-http.ts'
import { serveStdio } from '../../../src/adapters/mcp-server/serve-stdio.ts'
import { toUserError } from '../../../src/conversation/explain-error.ts'
import type { Audience } from '../../../src/domain/audience.ts'
import type { Telemetry, TelemetryFields } from '../../../src/ports/telemetry.ts'

/** Secrets of tests. */
export const ALICE = 'alice-0123456789abcdef0123456789abcdef'
export const BOB = 'bob-0123456789abcdef0123456789abcdef00'

export function tokenFor(name: string, secret: string, audience: readonly string[], expiresAt?: number): BearerToken {
  const hash = createHash('sha256').update(secret).digest('hex')
  return { name, audience, credential: { kind: 'sha256', hash }, ...(expiresAt === undefined ? {} : { expiresAt }) }
}

/** Time that passes when the test says so. */
export function createManualClock() {
  let now = 1_800_000_000_000
  return {
    now: () => now,
    elapsed: () => now,
    pass(ms: number) {
      now += ms
    },
  }
}

export interface LogLine {
  readonly level: string
  readonly event: string
  readonly fields: TelemetryFields | undefined
}

export function recordLog(): { readonly telemetry: Telemetry; readonly lines: readonly LogLine[] } {
  const lines: LogLine[] = []
  const at = (level: string) => (event: string, fields?: TelemetryFields) => void lines.push({ level, event, fields })
  return { telemetry: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }, lines }
}

/** What came back from a tool, as tests look at it. */
export const toolReply = z.object({
  content: z.array(z.object({ type: z.literal('text'), text: z.string() })).length(1),
  structuredContent: z.record(z.string(), z.unknown()).optional(),
  isError: z.boolean().optional(),
  _meta: z.record(z.string(), z.unknown()).optional(),
})

export interface Bench {
  readonly log: ReturnType<typeof recordLog>
  readonly clock: ReturnType<typeof createManualClock>
  serveHttp(host: McpHost, options?: Partial<HttpOptions>): Promise<RunningHttpMcp>
  /** A client on the other end of two pipes. */
  serveStdio(
    host: McpHost,
    audience: Audience,
    options?: Partial<McpParts>,
  ): Promise<{
    readonly client: Client
    readonly server: RunningMcp
    readonly input: PassThrough
    readonly output: PassThrough
  }>
  connect(url: string, secret: string): Promise<Client>
  /** Ends everything that was opened. */
  close(): Promise<void>
}

export function createBench(): Bench {
  const clock = createManualClock()
  const log = recordLog()
  const closers: (() => Promise<void>)[] = []
  const parts = { version: '0.0.0', language: 'en', explain: toUserError, clock, telemetry: log.telemetry } as const
  const createClient = () => {
    const client = new Client({ name: 'test', version: '1.0.0' })
    closers.push(() => client.close())
    return client
  }
  return {
    log,
    clock,
    async serveHttp(host, options = {}) {
      const tokens = [tokenFor('alice', ALICE, ['public', 'group:finance']), tokenFor('bob', BOB, ['public'])]
      const server = await serveHttp({ ...parts, host, tokens, listenOn: { port: 0 }, ...options })
      closers.push(() => server.stop())
      return server
    },
    async serveStdio(host, audience, options = {}) {
      const input = new PassThrough()
      const output = new PassThrough()
      const server = await serveStdio({ ...parts, host, audience, input, output, ...options })
      closers.push(() => server.stop())
      const client = createClient()
      // The transport of a server fits the other end of the pipes too.
      await client.connect(new StdioServerTransport(output, input))
      return { client, server, input, output }
    },
    async connect(url, secret) {
      const client = createClient()
      const headers = { authorization: `Bearer ${secret}` }
      await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }))
      return client
    },
    async close() {
      for (const close of closers.reverse()) await close()
    },
  }
}

/** Calls a tool and reads its reply. */
export async function callTool(client: Client, name: string, args: Readonly<Record<string, unknown>>) {
  return toolReply.parse(await client.callTool({ name, arguments: { ...args } }))
}
