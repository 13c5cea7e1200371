import { ZodError } from 'zod'
import { KikuError } from '../../domain/errors.ts'
import { OllamaHttpError, OllamaStreamError } from './ollama-errors.ts'

export interface ErrorContext {
  readonly model: string
  /** Address for people, without credentials. */
  readonly host: string
}

/** Turns whatever a call to Ollama threw into the error that users and logs see. Aborts are the caller's business. */
export function translateError(thrown: unknown, context: ErrorContext): KikuError {
  if (thrown instanceof KikuError) return thrown
  if (thrown instanceof OllamaHttpError) return translateStatus(thrown, context)
  if (thrown instanceof OllamaStreamError || thrown instanceof ZodError || thrown instanceof SyntaxError) {
    return unreadableAnswer(thrown, context)
  }
  const reason = networkReason(thrown)
  if (reason !== undefined) return unreachable(thrown, reason, context)
  const text = thrown instanceof Error ? thrown.message : String(thrown)
  if (text.startsWith('Did not receive done')) {
    return new KikuError('model-failed', `The model '${context.model}' stopped before its answer was complete.`, {
      retryable: true,
      remedy: RETRY,
      cause: thrown,
      details: { host: context.host },
    })
  }
  return isTooLong(text) ? promptTooLong(thrown, context) : modelFailed(thrown, text, context)
}

const RETRY = 'Ask again; if it happens often, look into the log of the Ollama server.'

function translateStatus(error: OllamaHttpError, context: ErrorContext): KikuError {
  const { status, message } = error
  if (isTooLong(message)) return promptTooLong(error, context)
  if (status === 404) return /not found/i.test(message) ? modelMissing(error, context) : notOllama(error, context)
  if (status === 503 || status === 429) return modelBusy(error, context)
  if (status === 401 || status === 403) return refused(error, context)
  if (status === 400 && /does not support/i.test(message)) {
    return new KikuError('model-incapable', `The model '${context.model}' cannot do this: ${shorten(message)}.`, {
      remedy: 'Choose a model with that capability; `ollama show` lists what a model can do.',
      cause: error,
    })
  }
  if (/unsupported value: NaN|failed to encode response/i.test(message)) {
    return modelFailed(error, message, context, { retryable: false, inputFault: true })
  }
  return modelFailed(error, message, context, {
    retryable: status >= 500,
    inputFault: status === 400 || status === 413 || status === 422,
  })
}

/** The model is not installed: says which, and the command that installs it. */
export function modelMissing(cause: unknown, { model, host }: ErrorContext): KikuError {
  return new KikuError('model-missing', `The model '${model}' is not installed on the Ollama server at ${host}.`, {
    remedy: `Install it there with: ollama pull ${model}`,
    cause,
    details: { model, host },
  })
}

/** Nobody answers at the address, or the connection broke. */
export function unreachable(cause: unknown, reason: string, { host }: ErrorContext): KikuError {
  return new KikuError('model-unreachable', `The Ollama server at ${host} cannot be reached (${reason}).`, {
    retryable: true,
    remedy: 'Start it on that machine with: ollama serve. Or correct its address in the configuration.',
    cause,
    details: { host, reason },
  })
}

/** More requests wait than the server, or Kiku's own queue for it, accepts. */
export function modelBusy(cause: unknown, { model, host }: ErrorContext): KikuError {
  return new KikuError('model-busy', `The model '${model}' has too many requests waiting.`, {
    retryable: true,
    remedy: 'Ask again in a moment, or add another Ollama server.',
    cause,
    details: { host },
  })
}

/** Nothing came within a time limit. */
export function modelTimeout(stage: 'first-token' | 'next-token', ms: number, context: ErrorContext): KikuError {
  const seconds = Math.max(Math.round(ms / 1000), 1)
  const what = stage === 'next-token' ? 'stopped in the middle of its answer' : 'did not begin to answer'
  return new KikuError('model-timeout', `The model '${context.model}' ${what} within ${seconds} s.`, {
    retryable: true,
    remedy: 'Ask again in a minute: a model that was not loaded may be by then. Or choose a smaller model.',
    details: { host: context.host, stage, ms },
  })
}

function promptTooLong(cause: unknown, { model }: ErrorContext): KikuError {
  return new KikuError('prompt-too-long', `The text is longer than the model '${model}' can read at once.`, {
    remedy: 'Ask with a shorter text, or raise the context length in the configuration.',
    cause,
    details: { model },
  })
}

function notOllama(cause: unknown, { model, host }: ErrorContext): KikuError {
  return new KikuError('model-failed', `The server at ${host} does not answer like an Ollama server.`, {
    remedy: 'Check the address: it is the one without /api or /v1, and Ollama listens on port 11434.',
    cause,
    details: { model, host },
  })
}

function refused(cause: unknown, { host }: ErrorContext): KikuError {
  return new KikuError('model-failed', `The Ollama server at ${host} refused access.`, {
    remedy: 'Check the user name and password in its address.',
    cause,
    details: { host },
  })
}

function unreadableAnswer(cause: unknown, { model, host }: ErrorContext): KikuError {
  return new KikuError('model-failed', `The server at ${host} sent an answer that Kiku cannot read.`, {
    retryable: true,
    remedy: 'Check that the address belongs to an Ollama server, and update that server.',
    cause,
    details: { model, host },
  })
}

function modelFailed(
  cause: unknown,
  text: string,
  { model, host }: ErrorContext,
  { retryable = true, inputFault = false } = {},
): KikuError {
  return new KikuError('model-failed', `The model '${model}' failed: ${shorten(text)}.`, {
    retryable,
    remedy: RETRY,
    cause,
    details: inputFault ? { host, inputFault } : { host },
  })
}

function isTooLong(text: string): boolean {
  return /exceeds? the (available )?context|exceed_context_size|longer than the context length|input length exceeds|input is too large to process/i.test(
    text,
  )
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim().replace(/\.$/, '')
  return line.length > 200 ? `${line.slice(0, 200)}…` : line
}

/** The system's or undici's word for a connection that failed, such as `ECONNREFUSED`; undefined for other errors. */
function networkReason(thrown: unknown): string | undefined {
  for (let error: unknown = thrown, depth = 0; error instanceof Error && depth < 4; error = error.cause, depth += 1) {
    if ('code' in error && typeof error.code === 'string' && /^(E[A-Z_]+|UND_ERR_[A-Z_]+)$/.test(error.code)) {
      return error.code
    }
  }
  return thrown instanceof TypeError ? 'connection failed' : undefined
}
