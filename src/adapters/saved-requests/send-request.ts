import { KikuError } from '../../domain/errors.ts'
import { withDeadline } from '../../domain/with-deadline.ts'

/** What goes over the wire. Headers may hold secrets: never log them. */
export interface OutgoingRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

export interface IncomingResponse {
  readonly status: number
  readonly mediaType?: string
  readonly text: string
}

export interface SendLimits {
  /** Milliseconds of the whole exchange. */
  readonly timeoutMs: number
  /** Bytes that are read of a response; the rest is left. */
  readonly mostBytes: number
}

/**
 * Sends a request that the configuration names. Redirects are not followed: they would carry its headers elsewhere.
 * @throws KikuError `tool-failed`, `deadline-exceeded`; the reason of the signal
 */
export async function sendRequest(
  { method, url, headers, body }: OutgoingRequest,
  { timeoutMs, mostBytes }: SendLimits,
  signal: AbortSignal,
): Promise<IncomingResponse> {
  try {
    return await withDeadline({ signal, timeoutMs, what: 'saved request' }, async (inTime) => {
      const content = body === undefined ? {} : { body }
      const response = await fetch(url, { method, headers, redirect: 'manual', signal: inTime, ...content })
      const text = await readText(response, mostBytes)
      const mediaType = response.headers.get('content-type')
      return { status: response.status, text, ...(mediaType === null ? {} : { mediaType }) }
    })
  } catch (thrown) {
    signal.throwIfAborted()
    if (thrown instanceof KikuError) throw thrown
    // The cause may hold the address with what was filled in; the code of the network says enough.
    throw new KikuError('tool-failed', 'The server of a saved request could not be reached.', { retryable: true })
  }
}

async function readText(response: Response, mostBytes: number): Promise<string> {
  if (response.body === null) return ''
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  for await (const chunk of response.body) {
    bytes += chunk.byteLength
    text += decoder.decode(chunk, { stream: true })
    if (bytes >= mostBytes) break
  }
  return text + decoder.decode()
}
