import { createFindByLocation } from '../../tools/index.ts'
import type { McpHost } from '../adapters/mcp-server/mcp-host.ts'
import type { McpParts, RunningMcp } from '../adapters/mcp-server/mcp-parts.ts'
import { serveHttp } from '../adapters/mcp-server/serve-http.ts'
import { serveStdio } from '../adapters/mcp-server/serve-stdio.ts'
import type { Config } from '../config.ts'
import { toUserError } from '../conversation/explain-error.ts'
import { searchLibrary } from '../conversation/search-library.ts'
import { terminalAudience } from '../domain/audience.ts'
import type { OpenIndex } from '../index/open-index.ts'
import type { McpRequest } from '../kiku.ts'
import type { Clock } from '../ports/clock.ts'
import type { Store } from '../ports/store.ts'
import type { Telemetry } from '../ports/telemetry.ts'
import type { Answering } from './open-answering.ts'

export interface McpServerParts {
  readonly config: Config
  readonly store: Store
  readonly index: OpenIndex
  readonly answering: Answering
  readonly version: string
  readonly clock: Clock
  readonly telemetry: Telemetry
}

/** Longer than an answer may take, so that its own deadline explains itself. */
const ASK_ROOM_MS = 30_000

/** Starts Kiku as an MCP server. @throws KikuError `config-invalid` where it has no tokens or cannot listen */
export async function openMcpServer(
  parts: McpServerParts,
  request: McpRequest,
): Promise<RunningMcp & { url?: string }> {
  const { config, clock, telemetry, version } = parts
  const { questionCharacters } = config.limits
  const server: McpParts = {
    ...{ host: createMcpHost(parts), version, clock, telemetry },
    language: config.language,
    explain: toUserError,
    limits: { questionCharacters, askMs: config.answer.deadlineSeconds * 1000 + ASK_ROOM_MS },
  }
  if (request.kind === 'stdio') {
    const { input, output, audience } = request
    return serveStdio({ ...server, input, output, audience: terminalAudience(audience) })
  }
  const { allowedHosts, allowedOrigins, callsPerMinute, tokens } = config.mcp
  const listenOn = { host: request.host ?? config.mcp.host, port: request.port ?? config.mcp.port }
  return serveHttp({
    ...server,
    ...{ listenOn, allowedHosts, allowedOrigins, callsPerMinute },
    tokens: tokens.map(({ name, audience, sha256: hash, expiresAt }) => ({
      ...{ name, audience, credential: { kind: 'sha256', hash } as const },
      ...(expiresAt === undefined ? {} : { expiresAt: Date.parse(expiresAt) }),
    })),
  })
}

function createMcpHost({ store, index, answering }: McpServerParts): McpHost {
  const { items, sources, documents } = store
  const findByLocation = createFindByLocation({ searcher: index, items, sources, documents })
  return {
    search: ({ text, limit }, audience, signal) =>
      searchLibrary({ text, audience, limit }, { searcher: index, items }, signal),
    ask: (question, audience, signal) => answering.askFor({ ...question, audience, surface: 'mcp' }, signal),
    async open(place, audience, signal) {
      const key = place.kind === 'key' ? place.key : await findFirst(place.location)
      if (key === undefined) return []
      const records = await items.neighbours(key, place.around)
      const isOpen = (label: string) => audience.labels.includes(label)
      // Who may not read the passage that was asked for gets none of those around it.
      if (!records.some((record) => record.key === key && isOpen(record.audience))) return []
      return records.filter((record) => isOpen(record.audience) && record.namespace !== 'tool')

      async function findFirst(location: string): Promise<number | undefined> {
        const found = await findByLocation({ location, audience }, signal)
        return found.reduce<number | undefined>((first, one) => Math.min(first ?? one.key, one.key), undefined)
      }
    },
  }
}
