import { z } from 'zod'
import { withDeadline } from '../../../domain/with-deadline.ts'

/** What Slack said to one call, with what its headers tell. */
export type SlackReply =
  | {
      readonly kind: 'answered'
      readonly body: Readonly<Record<string, unknown>>
      /** Those that the token has; undefined when Slack does not say. */
      readonly scopes: readonly string[] | undefined
      /** Slack's time, epoch milliseconds. */
      readonly date: number | undefined
    }
  | { readonly kind: 'refused'; readonly error: string; readonly needed?: string; readonly date: number | undefined }
  /** @property why a few words for a person */
  | { readonly kind: 'unreachable'; readonly host: string; readonly why: string }

export interface SlackQuestion {
  readonly apiUrl: string
  readonly method: string
  readonly token: string
  readonly timeoutMs: number
  readonly fetch?: typeof globalThis.fetch
}

const Body = z.looseObject({ ok: z.boolean(), error: z.string().optional(), needed: z.string().optional() })
// What Slack or a proxy writes is shown in a terminal, so nothing but names is.
const NAME = /^[a-z][\w.:,-]{0,99}$/i

/**
 * Asks once, without patience: a doctor says how things are now. The token goes to the configured address only.
 * @throws only the reason of the signal
 */
export async function askSlack(question: SlackQuestion, signal: AbortSignal): Promise<SlackReply> {
  const { apiUrl, method, token, timeoutMs, fetch = globalThis.fetch } = question
  const host = new URL(apiUrl).host
  try {
    return await withDeadline({ signal, timeoutMs, what: `call of ${method}` }, async (inTime) => {
      const response = await fetch(`${apiUrl}${method}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-www-form-urlencoded' },
        redirect: 'error',
        signal: inTime,
      })
      return readReply(response, await response.text(), host)
    })
  } catch (thrown) {
    signal.throwIfAborted()
    return { kind: 'unreachable', host, why: explain(thrown) }
  }
}

function readReply({ status, headers }: Response, text: string, host: string): SlackReply {
  const date = dateOf(headers.get('date'))
  if (status === 429) return { kind: 'refused', error: 'ratelimited', date }
  const body = parseBody(text)
  if (body === undefined) return { kind: 'unreachable', host, why: `it answered ${status} and nothing of Slack's` }
  if (body.ok) {
    const scopes = headers.get('x-oauth-scopes')?.split(',')
    return { kind: 'answered', body, scopes: scopes?.map((scope) => scope.trim()).filter(Boolean), date }
  }
  const error = nameOr(body.error, 'unknown_error')
  return {
    kind: 'refused',
    error,
    date,
    ...(body.needed === undefined ? {} : { needed: nameOr(body.needed, 'a scope') }),
  }
}

const nameOr = (text: string | undefined, other: string): string => (text && NAME.test(text) ? text : other)

function dateOf(header: string | null): number | undefined {
  const time = header === null ? Number.NaN : Date.parse(header)
  return Number.isNaN(time) ? undefined : time
}

function parseBody(text: string): z.infer<typeof Body> | undefined {
  try {
    return Body.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

function explain(thrown: unknown): string {
  if (!(thrown instanceof Error)) return 'the connection failed'
  if ('code' in thrown && thrown.code === 'deadline-exceeded') return 'it did not answer in time'
  const code = codeOf(thrown) ?? codeOf(thrown.cause)
  return code === undefined ? 'the connection failed' : `the connection failed with ${code}`
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' && NAME.test(error.code) ? error.code : undefined
}
