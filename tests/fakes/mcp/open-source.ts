import {
  createMcpToolSource,
  type McpToolSource,
  type McpToolSourceOptions,
} from '../../../src/adapters/mcp/create-mcp-tool-source.ts'
import type { McpAddress } from '../../../src/adapters/mcp/open-session.ts'
import type { ToolArguments, ToolSpec } from '../../../src/domain/tool.ts'
import type { Telemetry, TelemetryFields } from '../../../src/ports/telemetry.ts'

export interface McpBench extends McpToolSource {
  readonly log: readonly { readonly event: string; readonly fields: TelemetryFields | undefined }[]
  /** Calls a tool by the server's name for it. */
  run(name: string, args?: ToolArguments, signal?: AbortSignal): ReturnType<McpToolSource['call']>
  spec(name: string): ToolSpec
  /** Resolves when a condition holds after a change. */
  until(condition: () => boolean): Promise<void>
}

/** A node program as a server. */
export function nodeServer(
  script: string,
  args: readonly string[] = [],
  environment: Record<string, string> = {},
): McpAddress {
  return { kind: 'stdio', command: process.execPath, args: [script, ...args], environment }
}

export function openMcpSource(address: McpAddress, about: Partial<McpToolSourceOptions> = {}): McpBench {
  const log: { event: string; fields: TelemetryFields | undefined }[] = []
  const note = (event: string, fields?: TelemetryFields) => void log.push({ event, fields })
  const telemetry: Telemetry = { debug: note, info: note, warn: note, error: note }
  const source = createMcpToolSource({
    name: 'odd',
    address,
    rules: { allow: [], deny: [], readOnly: [], trustAnnotations: false, audience: 'public' },
    callMs: 5_000,
    version: '1',
    firstWaitMs: 10,
    telemetry,
    ...about,
  })
  const waiting = new Set<() => void>()
  source.onChange(() => {
    for (const check of waiting) check()
  })
  const spec = (name: string) => {
    const found = source.list().find((tool) => tool.name === name)
    if (found === undefined) throw new Error(`The server offers no ${name}.`)
    return found
  }
  const context = { audience: { labels: ['public'] }, language: 'en', askedAt: 0, threadId: 't' } as const
  return {
    ...source,
    log,
    spec,
    run: (name, args = {}, signal = new AbortController().signal) =>
      source.call({ spec: spec(name), arguments: args, context }, signal),
    until: (condition) =>
      new Promise((resolve) => {
        const check = () => {
          if (!condition()) return
          waiting.delete(check)
          resolve()
        }
        waiting.add(check)
        check()
      }),
  }
}
