import { KikuError, toKikuError } from '../../domain/errors.ts'

export interface FailureContext {
  readonly url: string
  /** Aborted by the caller, by closing, or by the deadline. */
  readonly ended: AbortSignal
  readonly timeout: AbortSignal
  readonly timeoutMs: number
}

/** Turns what the network library throws into an error that says what happened to the page. */
export function translateFailure(thrown: unknown, context: FailureContext): KikuError {
  const chain = causesOf(thrown)
  const ours = chain.find((error) => error instanceof KikuError)
  if (ours !== undefined) return ours
  if (context.timeout.aborted && context.ended.reason === context.timeout.reason) {
    const seconds = Math.round(context.timeoutMs / 1_000)
    return new KikuError('deadline-exceeded', `${hostOf(context.url)} did not deliver the page within ${seconds} s.`, {
      retryable: true,
      remedy: 'Try again later.',
      cause: thrown,
    })
  }
  if (context.ended.aborted) return toKikuError(context.ended.reason)
  const codes = chain.map((error) => ('code' in error && typeof error.code === 'string' ? error.code : ''))
  const { message, remedy } = explain(codes, hostOf(context.url))
  return new KikuError('url-failed', message, { retryable: true, remedy, cause: thrown })
}

function explain(codes: readonly string[], host: string): { message: string; remedy: string } {
  const has = (...wanted: string[]) => codes.some((code) => wanted.includes(code))
  if (has('ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA')) {
    return { message: `The server ${host} could not be found.`, remedy: 'Check the address and the network.' }
  }
  if (has('ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT')) {
    return { message: `The server ${host} could not be reached.`, remedy: 'Check that it runs, then try again.' }
  }
  if (codes.some((code) => /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS|ERR_SSL/.test(code))) {
    return {
      message: `The certificate of ${host} is not trusted.`,
      remedy: 'Have Node trust it by setting NODE_EXTRA_CA_CERTS to the file of your authority.',
    }
  }
  return { message: `The page could not be read from ${host}: the connection broke.`, remedy: 'Try again later.' }
}

/** The error, what caused it and so on; a connection over several addresses fails with several causes. */
function causesOf(thrown: unknown, depth = 0): Error[] {
  if (!(thrown instanceof Error) || depth > 5) return []
  const inner = thrown instanceof AggregateError ? thrown.errors : []
  return [thrown, ...[thrown.cause, ...inner].flatMap((cause) => causesOf(cause, depth + 1))]
}

function hostOf(url: string): string {
  try {
    return new URL(url).host
  } catch {
    return 'the server'
  }
}
