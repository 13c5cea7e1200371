import { Agent, fetch } from 'undici'

/** The part of `fetch` that this adapter uses; both Node's and undici's fit. */
export type HttpFetch = (url: string, request: HttpRequest) => Promise<HttpResponse>

interface HttpRequest {
  readonly method: string
  readonly headers: Record<string, string>
  readonly body?: string
  readonly signal: AbortSignal
}

export interface HttpResponse {
  readonly ok: boolean
  readonly status: number
  readonly headers: { get(name: string): string | null }
  readonly body: AsyncIterable<Uint8Array> | null
}

export interface PatientFetch {
  readonly fetch: HttpFetch
  close(): Promise<void>
}

/**
 * A `fetch` without time limits of its own. Node's gives up after 300 seconds without headers, and Ollama sends them
 * with the first token, which a cold model can delay beyond that; every call here carries its own deadline instead.
 */
export function createPatientFetch(): PatientFetch {
  const agent = new Agent({ headersTimeout: 0, bodyTimeout: 0, connect: { timeout: CONNECT_TIMEOUT_MS } })
  return {
    fetch: (url, request) => fetch(url, { ...request, dispatcher: agent }),
    close: () => agent.destroy(),
  }
}

const CONNECT_TIMEOUT_MS = 5_000
