import type { types } from '@slack/bolt'
import { setbackOf } from './refusals.ts'
import type { ReplyContext } from './reply-context.ts'

/** What one message of a reply shows. */
export interface MessageContent {
  /** What notifications and screen readers have. */
  readonly text: string
  readonly blocks: readonly types.KnownBlock[]
  /** What is shown where Slack does not take the blocks. */
  readonly markdown?: string
}

type Arguments = Readonly<Record<string, unknown>>

/** Characters of a message's plain text; `chat.update` takes 4,000. */
const MOST_TEXT = 3_000
/** Characters of `markdown_text`. */
const MOST_MARKDOWN = 12_000

/** Writes a content; where Slack finds fault with its blocks, its words alone, since an answer without buttons is one. */
export async function writeAcceptably<Result>(
  content: MessageContent,
  { telemetry }: Pick<ReplyContext, 'telemetry'>,
  write: (content: Arguments) => Promise<Result>,
): Promise<Result> {
  const { text, blocks, markdown } = content
  try {
    return await write({ text: cut(text, MOST_TEXT), blocks })
  } catch (error) {
    if (setbackOf(error) !== 'unacceptable') throw error
    telemetry.warn('slack-blocks-refused', { blocks: blocks.length, characters: JSON.stringify(blocks).length })
    return write(
      markdown === undefined ? { text: cut(text, MOST_TEXT) } : { markdown_text: cut(markdown, MOST_MARKDOWN) },
    )
  }
}

/** The first characters of a text; no character is halved. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text
  const code = text.charCodeAt(most - 2)
  return `${text.slice(0, code >= 0xd800 && code <= 0xdbff ? most - 2 : most - 1)}…`
}
