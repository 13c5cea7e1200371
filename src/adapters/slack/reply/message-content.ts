import type { types } from '@slack/bolt'
import type { Telemetry } from '../../../ports/telemetry.ts'
import { cutText } from '../../common/chat/characters.ts'
import { setbackOf } from './refusals.ts'

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
  telemetry: Telemetry,
  write: (content: Arguments) => Promise<Result>,
): Promise<Result> {
  const { text, blocks, markdown } = content
  try {
    return await write({ text: cutText(text, MOST_TEXT), blocks })
  } catch (error) {
    if (setbackOf(error) !== 'unacceptable') throw error
    telemetry.warn('slack-blocks-refused', { blocks: blocks.length, characters: JSON.stringify(blocks).length })
    return write(
      markdown === undefined ? { text: cutText(text, MOST_TEXT) } : { markdown_text: cutText(markdown, MOST_MARKDOWN) },
    )
  }
}
