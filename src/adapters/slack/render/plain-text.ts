import { cutText } from '../../common/chat/characters.ts'
import { flattenInline } from '../../common/chat/markdown/flatten-inline.ts'
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
  const words = wordsOf(toSlackMarkdown(markdown.slice(0, most * SOURCE_FACTOR + 200)))
  let room = most
  let escaped = escapeMrkdwn(cutText(words, room))
  while (escaped.length > most) {
    room = Math.min(room - 1, Math.floor((room * most) / escaped.length))
    escaped = escapeMrkdwn(cutText(words, room))
  }
  return escaped
}

/** @param markdown as converted: its lines begin in few ways */
function wordsOf(markdown: string): string {
  const lines: string[] = []
  let fence: string | undefined
  for (const line of markdown.split('\n')) {
    const rest = line.replace(/^[ >]*(?=`{3})/, '')
    const mark = /^(`{3,})[^`]*$/.exec(rest.replace(/^(?:- |\d+\. )+/, ''))?.[1]
    if (fence === undefined && mark !== undefined) fence = mark
    else if (fence !== undefined && rest.trim() === fence) fence = undefined
    else lines.push(fence === undefined ? flattenInline(wordsOfLine(line)) : line)
  }
  return lines
    .map((line) => line.trimEnd())
    .filter((line) => line.trim() !== '')
    .join('\n')
    .replaceAll('\u200b', '')
    .trim()
}

/** Quote marks and headings go; what lists a point stays seen. */
function wordsOfLine(line: string): string {
  return line
    .replace(/^(?: *> ?)+/, '')
    .replace(/^( *(?:\d+\. )?)- /, '$1• ')
    .replace(/^ *#{1,3} /, '')
    .replace(/^ *(?:---|\*\*\*)$/, '')
}
