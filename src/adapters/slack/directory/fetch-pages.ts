import type { z } from 'zod'
import type { SlackApi } from '../api/slack-api.ts'

interface Page {
  readonly response_metadata?: { readonly next_cursor?: string | null | undefined } | null | undefined
}

export interface PagesRequest<Result extends Page> {
  readonly method: string
  readonly arguments: Readonly<Record<string, unknown>>
  readonly schema: z.ZodType<Result>
  readonly signal: AbortSignal
  /** For one page, in milliseconds. */
  readonly timeoutMs: number
  readonly mostPages: number
}

/** Pages of a method that lists (https://docs.slack.dev/apis/web-api/pagination), until the last one or `mostPages`. */
export async function* fetchPages<Result extends Page>(
  api: SlackApi,
  { method, schema, signal, timeoutMs, mostPages, arguments: given }: PagesRequest<Result>,
): AsyncIterable<Result & { readonly isLast: boolean }> {
  let cursor = ''
  for (let page = 0; page < mostPages; page += 1) {
    const at = cursor === '' ? {} : { cursor }
    const result = await api.call(method, { arguments: { ...given, ...at }, schema, signal, timeoutMs })
    cursor = result.response_metadata?.next_cursor ?? ''
    yield { ...result, isLast: cursor === '' }
    if (cursor === '') return
  }
}
