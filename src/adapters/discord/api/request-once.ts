import { DiscordAPIError, RateLimitError, type REST, RequestMethod } from 'discord.js'
import { withDeadline } from '../../../domain/with-deadline.ts'
import type { Refusal } from './call-errors.ts'
import type { DiscordRequest } from './discord-api.ts'
import { suppressPings } from './suppress-pings.ts'
import { AttemptFailed, type RequestWatch } from './watch-requests.ts'

/** What came of one request. */
export type Outcome =
  | { readonly kind: 'answered'; readonly result: unknown }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** `isAmbiguous`: whether Discord may have done what was asked for all the same. */
  | { readonly kind: 'failed'; readonly isAmbiguous: boolean; readonly status?: number; readonly reason?: string }
  /** Its turn did not come in time. */
  | { readonly kind: 'waited' }

const METHODS = {
  GET: RequestMethod.Get,
  POST: RequestMethod.Post,
  PUT: RequestMethod.Put,
  PATCH: RequestMethod.Patch,
  DELETE: RequestMethod.Delete,
} as const

/** @throws the reason of the request's signal */
export async function requestOnce(
  rest: REST,
  watch: RequestWatch,
  request: DiscordRequest<unknown>,
  timeoutMs: number,
): Promise<Outcome> {
  const { method, route, query, body, isByInteraction } = request
  const attempt = { isUnderWay: false }
  try {
    const limits = { signal: request.signal, timeoutMs, what: 'call of Discord' }
    return await withDeadline(limits, (signal) =>
      watch.follow(attempt, async () => {
        const response = await rest.queueRequest({
          fullRoute: route,
          method: METHODS[method],
          signal,
          body: suppressPings(method, route, body),
          // A token that expired must not cost Kiku its own: discord.js forgets that one at status 401.
          auth: isByInteraction !== true,
          ...(query === undefined ? {} : { query }),
        })
        return readResult(await response.text())
      }),
    )
  } catch (error) {
    request.signal.throwIfAborted()
    return readFailure(error, attempt.isUnderWay)
  }
}

/** Nothing at all is an answer, whatever type Discord says that it has. */
function readResult(text: string): Outcome {
  if (text.trim() === '') return { kind: 'answered', result: undefined }
  try {
    return { kind: 'answered', result: JSON.parse(text) }
  } catch {
    return { kind: 'unreadable' }
  }
}

function readFailure(error: unknown, isUnderWay: boolean): Outcome {
  if (error instanceof DiscordAPIError) return { kind: 'refused', refusal: readRefusal(error) }
  if (error instanceof RateLimitError) return { kind: 'waited' }
  if (error instanceof AttemptFailed) {
    const { isAmbiguous, status, reason } = error
    return {
      kind: 'failed',
      isAmbiguous,
      ...(status === undefined ? {} : { status }),
      ...(reason === undefined ? {} : { reason }),
    }
  }
  // discord.js has lost its token to a status 401 before.
  if (error instanceof Error && error.message.startsWith('Expected token')) {
    return { kind: 'refused', refusal: { status: 401, error: 0 } }
  }
  return isUnderWay ? { kind: 'failed', isAmbiguous: true } : { kind: 'waited' }
}

function readRefusal({ status, code, rawError }: DiscordAPIError): Refusal {
  const number = Number(code)
  const problems = 'errors' in rawError && typeof rawError.errors === 'object' ? Object.keys(rawError.errors) : []
  const fields = problems.filter((name) => /^\w{1,40}$/.test(name)).slice(0, 5)
  return {
    status,
    error: Number.isSafeInteger(number) ? number : 0,
    ...(fields.length === 0 ? {} : { fields: fields.join(' ') }),
  }
}
