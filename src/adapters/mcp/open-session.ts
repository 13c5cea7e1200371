import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { FetchLike, Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import { ToolListChangedNotificationSchema } from '@modelcontextprotocol/sdk/types.js'
import { z } from 'zod'
import { withDeadline } from '../../domain/with-deadline.ts'
import type { Telemetry } from '../../ports/telemetry.ts'
import { createProcessTransport } from './create-process-transport.ts'

/** How a server is reached. */
export type McpAddress =
  | {
      readonly kind: 'stdio'
      readonly command: string
      readonly args: readonly string[]
      /** Beside the few that every program needs, such as PATH. */
      readonly environment: Readonly<Record<string, string>>
      readonly cwd?: string
    }
  | {
      readonly kind: 'http'
      readonly url: string
      /** They may hold secrets. */
      readonly headers: Readonly<Record<string, string>>
      /** Adds a sign-in where there is one. */
      readonly fetch?: FetchLike
    }

/** One connection to a server. */
export interface McpSession {
  /** Raw tools, at most so many. */
  listTools(most: number, signal: AbortSignal): Promise<readonly unknown[]>
  callTool(
    name: string,
    args: Readonly<Record<string, unknown>>,
    timeoutMs: number,
    signal: AbortSignal,
  ): Promise<unknown>
  /** Ends the connection, and the process where there is one. */
  close(): Promise<void>
}

export interface SessionHooks {
  readonly onToolsChanged: () => void
  readonly onClose: () => void
  readonly telemetry: Telemetry
  /** Of the server, for the log. */
  readonly name: string
  readonly version: string
  readonly timeoutMs: number
}

const ListedTools = z.looseObject({ tools: z.array(z.unknown()), nextCursor: z.string().optional() })

const MOST_PAGES = 200
const STDERR_CHARACTERS = 500
/** A process has two seconds to end and two after SIGTERM. */
const CLOSE_MS = 6_000

/** @throws what the SDK throws; KikuError `deadline-exceeded`; the reason of the signal */
export async function openSession(address: McpAddress, hooks: SessionHooks, signal: AbortSignal): Promise<McpSession> {
  const { onToolsChanged, onClose, timeoutMs, version } = hooks
  const client = new Client({ name: 'kiku', version }, { capabilities: {} })
  client.setNotificationHandler(ToolListChangedNotificationSchema, () => onToolsChanged())
  const transport = createTransport(address, hooks)
  const close = async () => {
    client.onclose = () => {}
    const limits = { signal: new AbortController().signal, timeoutMs: CLOSE_MS, what: 'end of an MCP server' }
    await withDeadline(limits, () => client.close()).catch(() => {})
  }
  try {
    await withDeadline({ signal, timeoutMs, what: 'start of an MCP server' }, (inTime) =>
      client.connect(transport, { signal: inTime, timeout: timeoutMs }),
    )
  } catch (thrown) {
    await close()
    throw thrown
  }
  client.onclose = onClose
  return {
    async listTools(most, until) {
      const tools: unknown[] = []
      let cursor: string | undefined
      for (let page = 0; page < MOST_PAGES && tools.length < most; page += 1) {
        const params = cursor === undefined ? {} : { cursor }
        const limits = { signal: until, timeoutMs, what: 'list of tools' }
        // Not the SDK's own way to list: there one odd tool costs all, and what tools say of their results is compiled.
        const listed = await withDeadline(limits, (inTime) =>
          client.request({ method: 'tools/list', params }, ListedTools, { signal: inTime, timeout: timeoutMs }),
        )
        tools.push(...listed.tools)
        cursor = listed.nextCursor
        if (cursor === undefined) break
      }
      return tools.slice(0, most)
    },
    callTool: (name, args, callMs, until) =>
      client.callTool({ name, arguments: { ...args } }, undefined, {
        signal: until,
        timeout: callMs,
        onprogress: ({ progress, total }) => {
          hooks.telemetry.debug('mcp-progress', {
            server: hooks.name,
            progress,
            ...(total === undefined ? {} : { total }),
          })
        },
      }),
    close,
  }
}

function createTransport(address: McpAddress, { telemetry, name }: SessionHooks): Transport {
  if (address.kind === 'http') {
    const { url, headers, fetch } = address
    const how = fetch === undefined ? {} : { fetch }
    return new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers: { ...headers } }, ...how })
  }
  const { command, args, environment, cwd } = address
  const where = cwd === undefined ? {} : { cwd }
  const onErrorOutput = (chunk: Buffer) => {
    telemetry.debug('mcp-server-says', { server: name, text: chunk.toString('utf8').slice(0, STDERR_CHARACTERS) })
  }
  if (process.platform === 'win32') {
    // There are no groups of processes there, and commands such as npx need what the SDK does to start them.
    return new StdioClientTransport({ command, args: [...args], env: { ...environment }, stderr: 'ignore', ...where })
  }
  return createProcessTransport({ command, args, environment, onErrorOutput, ...where })
}
