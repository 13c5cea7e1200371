import { z } from 'zod'
import type { ReplyContext } from './reply-context.ts'

/** A message of Kiku's that belongs to a reply. */
export interface FoundMessage {
  readonly ts: string
  readonly isStreaming: boolean
}

const Page = z.object({
  messages: z.array(
    z.looseObject({
      ts: z.string(),
      user: z.string().optional(),
      bot_id: z.string().optional(),
      streaming_state: z.string().optional(),
    }),
  ),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
})

const MOST_PAGES = 5
const PAGE = 200
const LOOK_MS = 10_000

/**
 * Looks into the thread for Kiku's messages behind the question that belong to this reply: by the record, by the turn that
 * their buttons or metadata name, or because they are still being streamed and no other reply has claimed them.
 * @param wanted whether messages count that are recorded already
 * @returns them in the order in which they stand
 */
export async function findOwnMessages(
  context: ReplyContext,
  wanted: 'all' | 'unrecorded',
  signal: AbortSignal,
): Promise<readonly FoundMessage[]> {
  const { host, task, identity } = context
  const { team, channel } = task.place
  const found: FoundMessage[] = []
  for await (const message of listThread(context, signal)) {
    if (Number(message.ts) <= Number(task.ts)) continue
    if (message.user !== identity.user && message.bot_id !== identity.bot) continue
    const isStreaming = message.streaming_state === 'in_progress'
    const record = await host.replies.find({ surface: 'slack', workspace: team, channel, messageId: message.ts })
    const isOwn =
      record === undefined
        ? isStreaming || names(message, task.turnId)
        : wanted === 'all' && record.turnId === task.turnId
    if (isOwn) found.push({ ts: message.ts, isStreaming })
  }
  return found.sort((a, b) => Number(a.ts) - Number(b.ts))
}

async function* listThread({ api, task }: ReplyContext, signal: AbortSignal) {
  const { channel, threadTs } = task.place
  let cursor: string | undefined
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const thread = { channel, ts: threadTs, oldest: task.ts, limit: PAGE, include_all_metadata: true }
    const call = { arguments: cursor === undefined ? thread : { ...thread, cursor }, schema: Page, signal }
    const { messages, response_metadata } = await api.call('conversations.replies', { ...call, timeoutMs: LOOK_MS })
    yield* messages
    cursor = response_metadata?.next_cursor
    if (cursor === undefined || cursor === '') return
  }
}

/** Whether a message's buttons or metadata carry the id of a turn. Its words do not count. */
function names(message: z.infer<typeof Page>['messages'][number], turnId: string): boolean {
  const { blocks, metadata } = message
  return JSON.stringify([blocks ?? null, metadata ?? null]).includes(`${turnId}"`)
}
