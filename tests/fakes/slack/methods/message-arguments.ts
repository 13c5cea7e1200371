import { acceptBlocks } from '../check-blocks.ts'
import type { PeerState } from '../peer-state.ts'
import { SlackRefusal, textOf, type WireObject } from '../wire.ts'
import { isTs, structureOf } from './method.ts'

/** What a message says, as `chat.postMessage` and its like are given it. */
export interface MessageContents {
  readonly text: string
  readonly isMarkdown: boolean
  /** `undefined` where the argument was left out. */
  readonly blocks: readonly WireObject[] | undefined
}

/** Characters after which Slack cuts the text of a message. */
const MOST_TEXT = 40_000
/** Characters of `markdown_text` in one call. */
export const MOST_MARKDOWN = 12_000

/**
 * Reads text, blocks and `markdown_text` (https://docs.slack.dev/reference/methods/chat.postMessage).
 * @throws SlackRefusal `no_text`, `markdown_text_conflict`, `msg_too_long`, `invalid_blocks_format`, `invalid_blocks`
 */
export function contentsOf(parameters: WireObject): MessageContents {
  const given = structureOf(parameters, 'blocks', 'invalid_blocks_format')
  const blocks = given === undefined ? undefined : acceptBlocks(given)
  const markdown = parameters.markdown_text
  if (markdown !== undefined) {
    if (parameters.text !== undefined || blocks !== undefined) throw new SlackRefusal('markdown_text_conflict')
    if (textOf(markdown).trim() === '') throw new SlackRefusal('no_text')
    if (textOf(markdown).length > MOST_MARKDOWN) throw new SlackRefusal('msg_too_long')
    return { text: textOf(markdown), isMarkdown: true, blocks: undefined }
  }
  const text = textOf(parameters.text)
  const says = text.trim() !== '' || (blocks !== undefined && blocks.length > 0)
  if (!says && parameters.attachments === undefined) throw new SlackRefusal('no_text')
  return { text: text.slice(0, MOST_TEXT), isMarkdown: false, blocks }
}

/**
 * The thread that a message is for. Slack takes the timestamp of a reply, too, and makes a mess of it; here that is
 * refused, and so is a thread that never was.
 */
export function threadOf(parameters: WireObject, channel: string, { store }: PeerState): string | undefined {
  const threadTs = parameters.thread_ts
  if (threadTs === undefined || threadTs === '') return undefined
  if (!isTs(threadTs)) throw new SlackRefusal('invalid_thread_ts')
  const head = store.find(channel, threadTs)
  if (head === undefined && store.countReplies(channel, threadTs) === 0) throw new SlackRefusal('thread_not_found')
  if (head?.threadTs !== undefined && head.threadTs !== head.ts) throw new SlackRefusal('cannot_reply_to_message')
  return threadTs
}
