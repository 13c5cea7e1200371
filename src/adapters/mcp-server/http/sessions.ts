import { randomUUID } from 'node:crypto'
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import type { Clock } from '../../../ports/clock.ts'
import type { Telemetry } from '../../../ports/telemetry.ts'
import type { McpCaller } from '../mcp-caller.ts'

/** One client that has initialized, bound to the caller whose token it showed. */
export interface Session {
  readonly id: string
  readonly caller: McpCaller
  readonly transport: StreamableHTTPServerTransport
  /** Counts a request in; a session at work is neither idle nor given up for another. @returns what counts it out */
  enter(isWork: boolean): () => void
}

export interface Sessions {
  /** A session of another caller looks like none. */
  find(id: string, caller: McpCaller): Session | undefined
  /** Opens one more; the caller's idlest goes where there are too many. @returns undefined where all are at work */
  open(caller: McpCaller): Promise<Session | undefined>
  close(session: Session): Promise<void>
  /** Closes what is too old or was idle for too long, and everything of callers that are out. */
  sweep(isOut: (caller: McpCaller) => boolean): void
  closeAll(): Promise<void>
  readonly size: number
}

export interface SessionOptions {
  readonly createServer: (caller: McpCaller) => McpServer
  readonly mostPerCaller: number
  readonly idleMs: number
  readonly ageMs: number
  readonly clock: Clock
  readonly telemetry: Telemetry
}

interface Entry extends Session {
  readonly server: McpServer
  readonly openedAt: number
  usedAt: number
  /** Requests open, streams for news included. */
  open: number
  /** Of these, requests that work. */
  working: number
}

export function createSessions(options: SessionOptions): Sessions {
  const { createServer, mostPerCaller, idleMs, ageMs, clock, telemetry } = options
  const entries = new Map<string, Entry>()
  const remove = (entry: Entry) => {
    if (entries.delete(entry.id)) telemetry.info('mcp-left', { caller: entry.caller.name, sessions: entries.size })
  }
  const end = async (entry: Entry) => {
    remove(entry)
    await entry.server.close()
  }

  /** @returns whether there is room for one more of the caller */
  function makeRoom(caller: McpCaller): boolean {
    const own = [...entries.values()].filter((entry) => entry.caller === caller)
    if (own.length < mostPerCaller) return true
    const [idlest] = own.filter(({ working }) => working === 0).sort((left, right) => left.usedAt - right.usedAt)
    if (idlest === undefined) return false
    void end(idlest)
    return true
  }

  return {
    get size() {
      return entries.size
    },
    find(id, caller) {
      const entry = entries.get(id)
      return entry?.caller === caller ? entry : undefined
    },
    async open(caller) {
      if (!makeRoom(caller)) return undefined
      const entry = createEntry(caller, createServer(caller), clock)
      entries.set(entry.id, entry)
      entry.server.server.onclose = () => remove(entry)
      await entry.server.connect(entry.transport)
      telemetry.info('mcp-joined', { caller: caller.name, sessions: entries.size })
      return entry
    },
    async close({ id }) {
      const entry = entries.get(id)
      if (entry !== undefined) await end(entry)
    },
    sweep(isOut) {
      const now = clock.elapsed()
      for (const entry of entries.values()) {
        const isIdle = entry.open === 0 && now - entry.usedAt >= idleMs
        if (isIdle || now - entry.openedAt >= ageMs || isOut(entry.caller)) void end(entry)
      }
    },
    async closeAll() {
      await Promise.all([...entries.values()].map(end))
    },
  }
}

function createEntry(caller: McpCaller, server: McpServer, clock: Clock): Entry {
  const id = randomUUID()
  const now = clock.elapsed()
  const entry: Entry = {
    id,
    caller,
    server,
    transport: new StreamableHTTPServerTransport({ sessionIdGenerator: () => id }),
    openedAt: now,
    usedAt: now,
    open: 0,
    working: 0,
    enter(isWork) {
      const weight = isWork ? 1 : 0
      entry.open += 1
      entry.working += weight
      entry.usedAt = clock.elapsed()
      let isIn = true
      return () => {
        if (!isIn) return
        isIn = false
        entry.open -= 1
        entry.working -= weight
        entry.usedAt = clock.elapsed()
      }
    },
  }
  return entry
}
