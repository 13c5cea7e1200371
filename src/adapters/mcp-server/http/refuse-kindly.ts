import type { ServerResponse } from 'node:http'

/** Ends a request of a known caller with an error of JSON-RPC (https://www.jsonrpc.org/specification#error_object). */
export function refuseKindly(response: ServerResponse, { status, code, message, headers = {} }: Refusal): void {
  if (response.headersSent) return
  const body = JSON.stringify({ jsonrpc: '2.0', error: { code, message }, id: null })
  response.writeHead(status, { ...headers, 'content-type': 'application/json' }).end(body)
}

export interface Refusal {
  readonly status: number
  /** Of JSON-RPC. */
  readonly code: number
  /** For whoever made the client. */
  readonly message: string
  readonly headers?: Readonly<Record<string, string>>
}

const SERVER_ERROR = -32_000

export const NO_SESSION: Refusal = { status: 404, code: -32_001, message: 'There is no such session. Initialize anew.' }
export const SESSION_NEEDED: Refusal = {
  status: 400,
  code: SERVER_ERROR,
  message: 'Initialize first, then send Mcp-Session-Id.',
}
export const TOO_LARGE: Refusal = {
  status: 413,
  code: SERVER_ERROR,
  message: 'The request is too large.',
  headers: { connection: 'close' },
}
export const NOT_JSON: Refusal = { status: 400, code: -32_700, message: 'The body is no JSON.' }
export const TOO_MANY_SESSIONS: Refusal = {
  status: 429,
  code: SERVER_ERROR,
  message: 'All sessions of this token are busy.',
  headers: { 'retry-after': '5' },
}
export const BROKEN: Refusal = { status: 500, code: -32_603, message: 'Something went wrong in Kiku.' }

export function tooOften(seconds: number): Refusal {
  const message = `Too many requests. Wait ${seconds} seconds.`
  return { status: 429, code: SERVER_ERROR, message, headers: { 'retry-after': String(seconds) } }
}
