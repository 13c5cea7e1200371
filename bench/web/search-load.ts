import { setTimeout as sleep } from 'node:timers/promises'
import { Pool } from 'undici'

export interface SearchLoad {
  readonly url: string
  readonly token: string
  readonly queries: readonly string[]
  readonly limit: number
  readonly seconds: number
}

export interface SearchOutcome {
  readonly sent: number
  /** Replies other than a 200, by status or by the code of what broke. */
  readonly failures: Readonly<Record<string, number>>
  /** Replies without a single hit. */
  readonly empty: number
  /** Until the last reply. */
  readonly seconds: number
  /** Milliseconds until the whole reply was there, from the moment when the request was due. */
  readonly times: readonly number[]
}

/** More than are ever under way where a server keeps up; beyond it requests wait for a connection, and that counts. */
const CONNECTIONS = 64
const TICK_MS = 2

/**
 * Sends requests at a constant rate, whether or not there are replies. A request that leaves late, since this process or
 * the server is behind, has been waiting from the moment when it was due.
 */
export async function searchAtRate(load: SearchLoad & { readonly rate: number }): Promise<SearchOutcome> {
  const { rate, seconds, queries } = load
  const client = openClient(load, CONNECTIONS)
  const running: Promise<void>[] = []
  const start = performance.now()
  for (let sent = 0; sent < rate * seconds; await sleep(TICK_MS)) {
    const due = Math.min(rate * seconds, Math.floor(((performance.now() - start) * rate) / 1_000) + 1)
    for (; sent < due; sent += 1) {
      running.push(client.search(queries[sent % queries.length]!, start + (sent * 1_000) / rate))
    }
  }
  await Promise.all(running)
  return client.end(start)
}

/** Sends the next request as soon as there is a reply, on several connections. */
export async function searchFlatOut(load: SearchLoad & { readonly connections: number }): Promise<SearchOutcome> {
  const { connections, seconds, queries } = load
  const client = openClient(load, connections)
  const start = performance.now()
  let sent = 0
  const worker = async () => {
    while (performance.now() - start < seconds * 1_000) {
      sent += 1
      await client.search(queries[sent % queries.length]!, performance.now())
    }
  }
  await Promise.all(Array.from({ length: connections }, worker))
  return client.end(start)
}

function openClient({ url, token, limit }: SearchLoad, connections: number) {
  const pool = new Pool(url, { connections, pipelining: 1, headersTimeout: 60_000, bodyTimeout: 60_000 })
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const times: number[] = []
  const failures: Record<string, number> = {}
  let sent = 0
  let empty = 0
  const fail = (why: string) => {
    failures[why] = (failures[why] ?? 0) + 1
  }
  return {
    async search(query: string, dueAt: number): Promise<void> {
      sent += 1
      try {
        const body = JSON.stringify({ query, limit })
        const reply = await pool.request({ path: '/v1/search', method: 'POST', headers, body })
        const text = await reply.body.text()
        if (reply.statusCode !== 200) return fail(String(reply.statusCode))
        times.push(performance.now() - dueAt)
        if (text.startsWith('{"evidence":[]')) empty += 1
      } catch (error) {
        fail(error instanceof Error && 'code' in error ? String(error.code) : String(error))
      }
    },
    async end(start: number): Promise<SearchOutcome> {
      const seconds = (performance.now() - start) / 1_000
      await pool.close()
      return { sent, failures, empty, seconds, times }
    },
  }
}
