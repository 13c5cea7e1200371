import { createMcpToolSource, type McpToolSource } from '../adapters/mcp/create-mcp-tool-source.ts'
import type { UnusableTool } from '../adapters/mcp/read-tool.ts'
import { VERSION } from '../cli/version.ts'
import type { Config } from '../config.ts'
import type { Finding } from '../kiku.ts'
import type { Telemetry } from '../ports/telemetry.ts'
import { addressOf } from './mcp-addresses.ts'

/** The MCP servers of the configuration. */
export interface McpConnections {
  readonly sources: readonly McpToolSource[]
  /** Resolves when every server has been tried once. Never throws. */
  start(signal: AbortSignal): Promise<void>
  examine(): readonly Finding[]
}

export function openMcpConnections(config: Config, telemetry: Telemetry): McpConnections {
  const missing = new Map<string, readonly string[]>()
  const sources = Object.entries(config.mcpServers).flatMap(([name, server]) => {
    if (server.disabled) return []
    const { address, unset } = addressOf(config, name, server)
    if (unset.length > 0) missing.set(name, unset)
    const { allow, deny, readOnly, trustAnnotations, audience, timeoutSeconds } = server
    const rules = { allow, deny, readOnly, trustAnnotations, audience }
    return [createMcpToolSource({ name, address, rules, callMs: timeoutSeconds * 1000, version: VERSION, telemetry })]
  })
  return {
    sources,
    async start(signal) {
      await Promise.all(sources.map((source) => source.start(signal)))
    },
    examine: () => sources.map((source) => describe(source, missing.get(source.name) ?? [])),
  }
}

function describe(source: McpToolSource, unset: readonly string[]): Finding {
  const part = `tools: ${source.name}`
  if (unset.length > 0) {
    const message = `the settings name ${unset.join(', ')}, which is not set`
    return { part, state: 'warning', message, remedy: `Set ${unset.join(', ')} in the environment or in .env.` }
  }
  const state = source.state()
  switch (state.kind) {
    case 'connecting':
      return { part, state: 'warning', message: 'the server has not answered yet' }
    case 'lost':
      return {
        part,
        state: 'broken',
        message: `the server cannot be reached (${state.code})`,
        remedy:
          state.remedy ??
          `Start its command by hand, or open its address; mcpServers.${source.name} in the configuration names it.`,
      }
    case 'signed-out': {
      const message = 'the server wants a sign-in'
      return { part, state: 'broken', message, remedy: `Run kiku mcp login ${source.name}` }
    }
    case 'connected':
      return { part, ...describeTools(state.tools, state.unusable) }
  }
}

function describeTools(tools: number, unusable: readonly UnusableTool[]): Pick<Finding, 'state' | 'message'> {
  const [first] = unusable
  if (first === undefined) return { state: 'ok', message: `${tools} tools` }
  const example = `${first.name === '' ? 'one' : first.name}: ${first.reason}`
  return {
    state: 'warning',
    message: `${tools} tools, ${unusable.length} left out since their parameters cannot be checked (${example})`,
  }
}
