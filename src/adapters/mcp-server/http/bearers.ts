import type { Clock } from '../../../ports/clock.ts'
import { createRateWindow } from '../../common/http/rate-window.ts'
import { type BearerToken, createTokenBook } from '../../common/http/token-book.ts'
import { createMcpCaller, type McpCaller } from '../mcp-caller.ts'
import type { Bearer } from './handle-request.ts'

/** Everybody who may call: one caller for each token. */
export interface Bearers {
  /** Undefined where an `Authorization` header is missing, or its token wrong or expired. */
  identify(header: string | undefined): Bearer | undefined
  /** Whether the token of a caller has expired. */
  isOut(caller: McpCaller): boolean
}

const MINUTE_MS = 60_000

/** @throws KikuError `config-invalid` */
export function createBearers({
  tokens,
  callsPerMinute,
  concurrentCalls,
  clock,
}: {
  readonly tokens: readonly BearerToken[]
  readonly callsPerMinute: number
  readonly concurrentCalls: number
  readonly clock: Clock
}): Bearers {
  const book = createTokenBook(tokens, 'MCP server', clock)
  const limitTo = (limit: number) => createRateWindow({ limit, windowMs: MINUTE_MS, clock })
  const bearers = new Map(
    tokens.map((token): [BearerToken, Bearer] => {
      const { name, audience } = token
      const caller = createMcpCaller({
        name,
        audience: { labels: [...new Set(audience)] },
        seesPaths: false,
        mostConcurrent: concurrentCalls,
        window: limitTo(callsPerMinute),
      })
      return [token, { caller, requests: limitTo(callsPerMinute * 10) }]
    }),
  )
  return {
    identify(header) {
      const token = book.find(header)
      return token === undefined ? undefined : bearers.get(token)
    },
    isOut(caller) {
      return tokens.some((token) => token.name === caller.name && book.isExpired(token))
    },
  }
}
