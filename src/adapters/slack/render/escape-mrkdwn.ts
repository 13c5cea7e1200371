import { neutralizeMentions } from './neutralize-mentions.ts'

const ENTITIES = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
])
/** Characters that look the same and format nothing: mrkdwn knows no escapes. */
const LOOKALIKES = new Map([
  ['*', '\u2217'],
  ['_', '\uff3f'],
  ['~', '\u223c'],
  ['`', '\u02cb'],
])

/**
 * Foreign text as it may stand in mrkdwn (https://docs.slack.dev/messaging/formatting-message-text): seen as it is,
 * without formatting, links, quotes and mentions.
 */
export function escapeMrkdwn(text: string): string {
  return neutralizeMentions(text)
    .replace(/(?<![\p{L}\p{N}])[*_~](?=\S)|`/gu, (mark) => LOOKALIKES.get(mark) ?? mark)
    .replace(/^([ \t]*)>/gm, '$1\u203a')
    .replace(/[&<>]/g, (character) => ENTITIES.get(character) ?? character)
}
