import type { Nodes } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { cutText } from '../../common/chat/characters.ts'
import { escapeMrkdwn } from './escape-mrkdwn.ts'
import { toSlackMarkdown } from './to-slack-markdown.ts'

/** Characters that a notification can have, and then some. */
const MOST = 3_000
/** Markup that may stand around the words that are shown. */
const SOURCE_FACTOR = 3

/**
 * The words of Markdown without markup, for notifications and screen readers: the `text` of a message, which Slack reads
 * as mrkdwn.
 * @param most UTF-16 units of the result
 */
export function plainText(markdown: string, most = MOST): string {
  // Half a character at the end is made whole by the converter.
  const source = toSlackMarkdown(markdown.slice(0, most * SOURCE_FACTOR + 200))
  const words = wordsOf(fromMarkdown(source))
    .replace(/[\u200b\ufffd]/g, '')
    .replace(/[ \t]+(?=\n|$)/g, '')
    .replace(/\n{2,}/g, '\n')
    .trim()
  let escaped = escapeMrkdwn(cutText(words, most))
  for (let room = most; escaped.length > most && room > 0; ) {
    room -= Math.max(1, escaped.length - most)
    escaped = escapeMrkdwn(cutText(words, Math.max(0, room)))
  }
  return escaped
}

function wordsOf(node: Nodes): string {
  switch (node.type) {
    case 'text':
    case 'inlineCode':
    case 'code':
      return node.value
    case 'break':
      return '\n'
    case 'thematicBreak':
      return ''
    case 'list':
      return node.children
        .map((item, at) => `${node.ordered === true ? `${(node.start ?? 1) + at}.` : '•'} ${wordsOf(item)}`)
        .join('\n')
    default:
      return 'children' in node ? node.children.map(wordsOf).join(isBlockParent(node) ? '\n' : '') : ''
  }
}

function isBlockParent(node: Nodes): boolean {
  return node.type === 'root' || node.type === 'blockquote' || node.type === 'listItem'
}
