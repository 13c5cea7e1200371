import { ProblemError, readProblem } from './problem.ts'

export interface PageRequest {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  readonly body?: unknown
  readonly signal?: AbortSignal
  readonly accept?: string
  /** Whether the request outlives the page. */
  readonly keepalive?: boolean
}

/** Sends a request to the server that this page came from. @throws ProblemError, TypeError where it is not reached, AbortError */
export async function sendRequest(path: string, request: PageRequest = {}): Promise<Response> {
  const { method = 'GET', body, signal, accept = 'application/json', keepalive = false } = request
  const response = await fetch(path, {
    method,
    // Sentences of the server are in the language of the page, which may not be the browser's.
    headers: {
      accept,
      'accept-language': document.documentElement.lang,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
    keepalive,
    credentials: 'same-origin',
    redirect: 'error',
    cache: 'no-store',
  })
  if (!response.ok) throw new ProblemError(readProblem(response.status, await readBody(response)))
  return response
}

/** Like `sendRequest`, for the JSON of the reply. Its shape is the server's word: page and API are built together. */
export async function requestJson<Reply>(path: string, request: PageRequest = {}): Promise<Reply> {
  const response = await sendRequest(path, request)
  return (await response.json()) as Reply
}

async function readBody(response: Response): Promise<unknown> {
  try {
    return await response.json()
  } catch {
    return undefined
  }
}
