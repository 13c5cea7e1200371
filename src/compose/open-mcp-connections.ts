import { createMcpToolSource, type McpToolSource } from '../adapters/mcp/create-mcp-tool-source.ts'
import type { McpAddress } from '../adapters/mcp/open-session.ts'
import { VERSION } from '../cli/version.ts'
import { fillIn } from '../config/tool-secrets.ts'
import type { Config } from '../config.ts'
import type { Finding } from '../kiku.ts'
import type { Telemetry } from '../ports/telemetry.ts'

/** The MCP servers of the configuration. */
export interface McpConnections {
  readonly sources: readonly McpToolSource[]
  /** Resolves when every server has been tried once. Never throws. */
  start(signal: AbortSignal): Promise<void>
  examine(): readonly Finding[]
}

type ServerConfig = Config['mcpServers'][string]

export function openMcpConnections({ mcpServers, toolSecrets }: Config, telemetry: Telemetry): McpConnections {
  const missing = new Map<string, readonly string[]>()
  const sources = Object.entries(mcpServers).flatMap(([name, server]) => {
    if (server.disabled) return []
    const { address, unset } = addressOf(server, toolSecrets)
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

function addressOf(
  server: ServerConfig,
  secrets: Config['toolSecrets'],
): { address: McpAddress; unset: readonly string[] } {
  if ('url' in server) {
    const { values: headers, missing } = fillIn(server.headers, secrets)
    return { address: { kind: 'http', url: server.url, headers }, unset: missing }
  }
  const { command, args, cwd } = server
  const { values: environment, missing } = fillIn(server.env, secrets)
  const where = cwd === undefined ? {} : { cwd }
  return { address: { kind: 'stdio', command, args, environment, ...where }, unset: missing }
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
        remedy: `Start its command by hand, or open its address; mcpServers.${source.name} in the configuration names it.`,
      }
    case 'connected': {
      const left = state.unusable === 0 ? '' : `, ${state.unusable} left out since their parameters cannot be checked`
      return { part, state: state.unusable === 0 ? 'ok' : 'warning', message: `${state.tools} tools${left}` }
    }
  }
}
