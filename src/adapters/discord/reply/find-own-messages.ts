import { MessageFlags, Routes } from 'discord.js'
import { z } from 'zod'
import type { ReplyTask } from './replier.ts'
import type { ReplyContext } from './reply-context.ts'

/** A message of Kiku's that belongs to this try of a reply. */
export interface FoundMessage {
  readonly id: string
  readonly isLaidOut: boolean
}

const Page = z.array(
  z.object({
    id: z.string(),
    author: z.object({ id: z.string() }),
    flags: z.number().optional(),
    components: z.unknown(),
    interaction_metadata: z.object({ id: z.string() }).nullish(),
  }),
)

/** An id within the name of a try, such as that of the click that asked for another one. */
const ID = /(?<!\d)\d{15,20}(?!\d)/g
const MOST_PAGES = 3
const PAGE = 100
const LOOK_MS = 10_000

/**
 * Looks into a channel for Kiku's messages that belong to this try: by the record, by the interaction that they respond to,
 * or by the turn that their buttons name.
 * @returns them in the order in which they stand
 * @throws as `DiscordApi.call`
 */
export async function findOwnMessages(
  context: ReplyContext,
  channelId: string,
  signal: AbortSignal,
): Promise<readonly FoundMessage[]> {
  const { host, task, identity } = context
  const recorded = new Set((await host.replies.listByTurn(task.turnId)).map(({ messageId }) => messageId))
  const found: FoundMessage[] = []
  for await (const message of listMessages(context, channelId, signal)) {
    if (message.author.id !== identity.user) continue
    const isOwn = isResponse(message, task) ?? (recorded.has(message.id) || names(message, task.turnId))
    const isLaidOut = ((message.flags ?? 0) & MessageFlags.IsComponentsV2) !== 0
    if (isOwn) found.push({ id: message.id, isLaidOut })
  }
  return found.sort((a, b) => compareIds(a.id, b.id))
}

/** The id of what a try of a reply began with; its messages have larger ones. */
export function beginningOf({ id, target }: ReplyTask): string {
  return target.kind === 'interaction' ? target.ref.id : (id.match(ID)?.at(-1) ?? '0')
}

export function compareIds(a: string, b: string): number {
  return a.length === b.length ? (a < b ? -1 : a > b ? 1 : 0) : a.length - b.length
}

async function* listMessages({ api, task }: ReplyContext, channelId: string, signal: AbortSignal) {
  let after = beginningOf(task)
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = new URLSearchParams({ after, limit: String(PAGE) })
    const route = Routes.channelMessages(channelId)
    const messages = await api.call({ method: 'GET', route, query, schema: Page, signal, timeoutMs: LOOK_MS })
    yield* messages
    const last = messages
      .map(({ id }) => id)
      .sort(compareIds)
      .at(-1)
    if (messages.length < PAGE || last === undefined) return
    after = last
  }
}

type Message = z.infer<typeof Page>[number]

/** Whether it responds to the interaction; undefined when it responds to none. */
function isResponse({ interaction_metadata }: Message, { target }: ReplyTask): boolean | undefined {
  if (interaction_metadata === undefined || interaction_metadata === null) return undefined
  return target.kind === 'interaction' && interaction_metadata.id === target.ref.id
}

/** Whether a message's buttons carry the id of a turn. Its words do not count. */
function names({ components }: Message, turnId: string): boolean {
  return JSON.stringify(components ?? null).includes(`:${turnId}"`)
}
