import { Routes } from 'discord.js'
import { z } from 'zod'
import { touchSocket } from '../../common/touch-socket.ts'
import type { DiscordApi } from '../api/discord-api.ts'
import { broken, type DiscordFinding, ok, warning } from './discord-finding.ts'

// https://discord.com/developers/docs/events/gateway#get-gateway-bot
const Gateway = z.object({
  url: z.url({ protocol: /^wss?$/ }),
  shards: z.number().int().positive().catch(1),
  session_start_limit: z.object({
    total: z.number(),
    remaining: z.number(),
    /** Milliseconds. */
    reset_after: z.number(),
  }),
})
type Gateway = z.infer<typeof Gateway>

const HOUR_MS = 3_600_000
/** A process that is started over and over uses up the day's starts within minutes. */
const FEW = 50

/**
 * Whether the gateway can be reached, and how often Kiku may still connect today.
 * @param shards as configured. @throws what `DiscordApi.call` throws
 */
export async function examineGateway(
  api: DiscordApi,
  shards: 'auto' | number,
  { signal, timeoutMs }: { readonly signal: AbortSignal; readonly timeoutMs: number },
): Promise<readonly DiscordFinding[]> {
  const route = Routes.gatewayBot()
  const gateway = await api.call({ method: 'GET', route, schema: Gateway, signal, timeoutMs })
  const needed = shards === 'auto' ? gateway.shards : shards
  return [
    await examineSocket(new URL(gateway.url), { signal, timeoutMs }),
    ...examineStarts(gateway, needed),
    ...(needed < gateway.shards ? [tooFew(needed, gateway.shards)] : []),
  ]
}

async function examineSocket(
  url: URL,
  limits: { readonly signal: AbortSignal; readonly timeoutMs: number },
): Promise<DiscordFinding> {
  try {
    await touchSocket(url, limits)
    return ok(`The gateway at ${url.hostname} can be reached.`)
  } catch {
    limits.signal.throwIfAborted()
    return broken(
      `The gateway at ${url.hostname} cannot be reached.`,
      'Let this machine open WebSocket connections to *.discord.gg on port 443.',
    )
  }
}

function examineStarts({ session_start_limit: limit }: Gateway, needed: number): readonly DiscordFinding[] {
  const { remaining, total, reset_after: resetMs } = limit
  const hours = Math.max(1, Math.ceil(resetMs / HOUR_MS))
  const left = `Kiku may connect ${remaining} more times of ${total} in the next ${hours === 1 ? 'hour' : `${hours} hours`}`
  if (remaining < needed) return [broken(`${left}, which is not enough.`, `Wait ${hours} h, then start Kiku once.`)]
  if (remaining >= FEW) return []
  return [warning(`${left}.`, 'Find out what starts Kiku over and over, before Discord locks it out.')]
}

function tooFew(shards: number, recommended: number): DiscordFinding {
  return warning(
    `discord.shards is ${shards}, but Discord recommends ${recommended}.`,
    'Set discord.shards to auto, unless you know better.',
  )
}
