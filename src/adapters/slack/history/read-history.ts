import { z } from 'zod'
import type { SlackApi } from '../api/slack-api.ts'
import { ArchivedMessage } from './read-archived-message.ts'

/** Messages as Slack keeps them, and whether there are more. */
export interface HistoryPage {
  readonly messages: readonly ArchivedMessage[]
  readonly hasMore: boolean
  /** Where a thread goes on. */
  readonly cursor?: string
}

export interface HistoryRequest {
  readonly channel: string
  /** Messages per page that are asked for; Slack may serve fewer. */
  readonly limit: number
  readonly signal: AbortSignal
}

/** A 429 of one call per minute must fit in, more than once. */
const TIMEOUT_MS = 300_000

const Page = z.object({
  // One message that cannot be read must not cost the page.
  messages: z.array(z.unknown()).default([]),
  has_more: z.boolean().optional(),
  response_metadata: z.object({ next_cursor: z.string().optional() }).nullish(),
})

/**
 * Messages of a channel in a span of time, the newest first; replies are not among them. Both ends are always given: with
 * the early end alone, Slack begins with the oldest. https://docs.slack.dev/reference/methods/conversations.history
 * @throws what `SlackApi.call` throws
 */
export function readChannelPage(
  api: SlackApi,
  { since, before, ...request }: HistoryRequest & { readonly since: string; readonly before: string },
): Promise<HistoryPage> {
  return readPage(api, 'conversations.history', request, { oldest: since, latest: before, inclusive: false })
}

/**
 * The root of a thread and its replies, the oldest first. https://docs.slack.dev/reference/methods/conversations.replies
 * @throws what `SlackApi.call` throws
 */
export function readThreadPage(
  api: SlackApi,
  { ts, cursor, ...request }: HistoryRequest & { readonly ts: string; readonly cursor?: string | undefined },
): Promise<HistoryPage> {
  return readPage(api, 'conversations.replies', request, { ts, ...(cursor === undefined ? {} : { cursor }) })
}

async function readPage(
  api: SlackApi,
  method: string,
  { channel, limit, signal }: HistoryRequest,
  where: Readonly<Record<string, unknown>>,
): Promise<HistoryPage> {
  const page = await api.call(method, {
    arguments: { channel, limit, ...where },
    schema: Page,
    signal,
    timeoutMs: TIMEOUT_MS,
  })
  const cursor = page.response_metadata?.next_cursor
  return {
    messages: page.messages.flatMap((message) => ArchivedMessage.safeParse(message).data ?? []),
    hasMore: page.has_more ?? false,
    ...(cursor ? { cursor } : {}),
  }
}
