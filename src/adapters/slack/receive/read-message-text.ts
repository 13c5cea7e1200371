import { z } from 'zod'
import { readBlocks } from './read-blocks.ts'
import { type MarkupText, readMarkup } from './read-markup.ts'
import { type MessageEvent, sharedMessageSchema } from './schema.ts'

const LONGEST_SHARED = 4_000
const MOST_SHARED = 3

/**
 * What a message says: its text; its blocks where it has no text; and below, as quotes, messages that were forwarded with
 * it. Those name nobody in the author's name.
 */
export function readMessageText(
  message: Partial<Pick<MessageEvent, 'text' | 'blocks' | 'attachments'>>,
  ownUser: string,
  options: { readonly keepsOwn?: boolean } = {},
): MarkupText {
  const markup = message.text?.trim() ? message.text : readBlocks(message.blocks)
  const own = readMarkup(markup, ownUser, options)
  const shared = readShared(message.attachments, ownUser)
  return { ...own, text: [own.text, ...shared].filter((part) => part !== '').join('\n\n') }
}

function readShared(attachments: unknown, ownUser: string): readonly string[] {
  const list = z.array(z.unknown()).safeParse(attachments).data ?? []
  return list
    .flatMap((item) => sharedMessageSchema.safeParse(item).data ?? [])
    .slice(0, MOST_SHARED)
    .map(({ text, author_name }) => {
      const said = readMarkup(text.slice(0, LONGEST_SHARED), ownUser, { keepsOwn: true }).text
      return quote(author_name ? `${author_name}:\n${said}` : said)
    })
}

function quote(text: string): string {
  return text
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n')
}
