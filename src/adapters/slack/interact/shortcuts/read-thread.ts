import { z } from 'zod'
import { withDeadline } from '../../../../domain/with-deadline.ts'
import { fitLines } from '../../../common/chat/fit-lines.ts'
import type { Interaction } from '../interaction.ts'
import { createNames, type Names } from './name-people.ts'

const Page = z.object({
  messages: z.array(
    z.object({
      ts: z.string(),
      user: z.string().optional(),
      username: z.string().optional(),
      bot_profile: z.object({ name: z.string().optional() }).optional(),
      text: z.string().default(''),
    }),
  ),
  response_metadata: z.object({ next_cursor: z.string().optional() }).nullish(),
})
type ThreadMessage = z.infer<typeof Page>['messages'][number]

const READ_MS = 20_000
const PAGE_SIZE = 200
const MOST_PAGES = 5
const MOST_LINE = 1_200

/** What was said in a thread, one line per message, with names. Empty when there is no text in it. */
export async function readThread(
  { channel, threadTs }: { readonly channel: string; readonly threadTs: string },
  { desk, words, signal }: Interaction,
): Promise<string> {
  return await withDeadline({ signal, timeoutMs: READ_MS, what: 'reading of the thread' }, async (within) => {
    const names = createNames(desk.directory, within)
    const lines: string[] = []
    let cursor = ''
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const place = { channel, ts: threadTs, limit: PAGE_SIZE, ...(cursor === '' ? {} : { cursor }) }
      const read = await desk.api.call('conversations.replies', {
        arguments: place,
        schema: Page,
        signal: within,
        timeoutMs: READ_MS,
      })
      // Slack repeats the first message of a thread on every page.
      const fresh = page === 0 ? read.messages : read.messages.filter(({ ts }) => ts !== threadTs)
      for (const message of fresh) lines.push(...(await describeMessage(message, names, words.shortcuts.someone)))
      cursor = read.response_metadata?.next_cursor ?? ''
      if (cursor === '') break
    }
    return fitLines(lines, words.shortcuts.leftOut)
  })
}

async function describeMessage(message: ThreadMessage, names: Names, someone: string): Promise<string[]> {
  const text = (await names.read(message.text)).replace(/\s*\n\s*/g, ' / ')
  if (text === '') return []
  const named = message.user === undefined ? undefined : await names.find(message.user)
  const name = named ?? message.username ?? message.bot_profile?.name ?? someone
  return [`${name}: ${text.length > MOST_LINE ? `${text.slice(0, MOST_LINE)}…` : text}`]
}
