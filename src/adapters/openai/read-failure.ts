import { KikuError } from '../../domain/errors.ts'
import { errorSchema } from './schema.ts'

export interface Failure {
  readonly status: number
  readonly headers: { get(name: string): string | null }
  readonly text: string
  readonly label: string
  readonly model: string
  readonly apiKey: string | undefined
}

/** The error for an answer with a status other than 2xx. Servers like to repeat the key; this does not. */
export function readFailure({ status, headers, text, label, model, apiKey }: Failure): KikuError {
  const said = withoutKey(readMessage(text), apiKey)
  const details = { host: label, status }
  if (status === 401 || status === 403) {
    return new KikuError('embedder-failed', `The embedding server at ${label} refused the API key.`, {
      remedy: 'Set the right API key for the embedding server in the configuration.',
      details,
    })
  }
  if (status !== 429 && TOO_LONG.test(said)) {
    return new KikuError('prompt-too-long', `A text is longer than the model '${model}' can read at once.`, { details })
  }
  if (status === 404) {
    return new KikuError('model-missing', `The embedding server at ${label} does not have the model '${model}'.`, {
      remedy: 'Correct the name of the model or the address, which ends where /embeddings begins.',
      details,
    })
  }
  const isBusy = status === 429 || status === 503
  const retryAfterMs = isBusy ? readRetryAfter(headers.get('retry-after')) : undefined
  const isInputFault = status === 400 || status === 413 || status === 422
  return new KikuError('embedder-failed', `The embedding server at ${label} failed (${status}): ${said}`, {
    retryable: status === 429 || status >= 500,
    remedy: isBusy
      ? 'Wait a while, or use a server with a higher limit.'
      : 'Look into the log of the embedding server.',
    details: {
      ...details,
      ...(isInputFault ? { inputFault: true } : {}),
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    },
  })
}

const TOO_LONG =
  /maximum context length|context length|too many tokens|input is too (long|large)|tokens? limit|must have less than|exceeds? the (maximum|limit)/i

function readMessage(text: string): string {
  try {
    const body = errorSchema.safeParse(JSON.parse(text))
    if (!body.success) return text
    const { error, message } = body.data
    return (typeof error === 'string' ? error : error?.message) ?? message ?? text
  } catch {
    return text
  }
}

function withoutKey(text: string, apiKey: string | undefined): string {
  const line = text.replace(/\s+/g, ' ').trim()
  const hidden = apiKey ? line.replaceAll(apiKey, '[key]') : line
  return hidden.length > 200 ? `${hidden.slice(0, 200)}…` : hidden
}

/** Seconds as the header says; a date is not worth reading here. */
function readRetryAfter(header: string | null): number | undefined {
  const seconds = header === null ? Number.NaN : Number(header)
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined
}
