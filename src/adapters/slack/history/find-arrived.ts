import { z } from 'zod'
import { KikuError } from '../../../domain/errors.ts'
import { refusalOf, type SlackApi, type SlackIdentity } from '../api/slack-api.ts'
import type { ArrivedMessage } from '../receive/arrival.ts'
import { readMessageEvent } from '../receive/read-message-event.ts'
import type { SlackPlace } from '../slack-ids.ts'
import { ArchivedMessage } from './read-archived-message.ts'

const Page = z.object({ messages: z.array(z.unknown()).default([]) })
const LOOK_MS = 20_000
const GONE = new Set(['thread_not_found', 'message_not_found', 'channel_not_found', 'is_archived', 'not_in_channel'])

export type FoundMessage =
  | { readonly kind: 'found'; readonly arrived: ArrivedMessage }
  /** Kiku posted it for somebody. */
  | { readonly kind: 'own' }
  /** Deleted, or out of Kiku's sight for good. */
  | { readonly kind: 'gone' }
  /** Slack does not tell. */
  | { readonly kind: 'unknown' }

/**
 * A message as it stands in Slack now (https://docs.slack.dev/reference/methods/conversations.replies).
 * @param ts of the message
 */
export async function findArrived(
  { channel, threadTs }: SlackPlace,
  ts: string,
  { api, identity }: { readonly api: SlackApi; readonly identity: SlackIdentity },
  signal: AbortSignal,
): Promise<FoundMessage> {
  try {
    const { messages } = await api.call('conversations.replies', {
      arguments: { channel, ts: threadTs, oldest: ts, latest: ts, inclusive: true, limit: 2 },
      schema: Page,
      signal,
      timeoutMs: LOOK_MS,
    })
    // The first message of the thread may come along whatever was asked for.
    const own = messages.map((one) => ArchivedMessage.safeParse(one)).find(({ data }) => data?.ts === ts)?.data
    if (own === undefined) return { kind: 'gone' }
    const event = { ...own, type: 'message', channel }
    const arrival = readMessageEvent({ event, identity })
    if (arrival.kind === 'message') return { kind: 'found', arrived: arrival.message }
    return { kind: arrival.kind === 'ignored' && arrival.reason === 'own' ? 'own' : 'gone' }
  } catch (thrown) {
    if (!(thrown instanceof KikuError)) throw thrown
    return { kind: GONE.has(refusalOf(thrown) ?? '') ? 'gone' : 'unknown' }
  }
}
