import { listOf, objectsOf, textOf, type WireObject } from './wire.ts'

/** Tokens that Slack turns into a notification wherever they stand in text that it formats. */
const TOKEN = /<(?:!(?:channel|here|everyone|group)(?:\|[^>]*)?|!subteam\^[^>]*|@[UWB][^>]*)>/gu

/** The words do so too where Slack looks for them, unless they stand inside another word or in code. */
const WORD = /(?<![\p{L}\p{N}_@/.])@(?:channel|here|everyone)(?![\p{L}\p{N}_])/giu
const CODE = /```[\s\S]*?(?:```|$)|`[^`\n]*`/gu

/** What in a text of the app would call people. Escaped tokens, such as `&lt;!here&gt;`, do not. */
export function findPings(text: string): readonly string[] {
  return [...(text.match(TOKEN) ?? []), ...(text.replace(CODE, ' ').match(WORD) ?? [])]
}

/** The tokens alone, which need no knowledge of the text around them. */
export function findPingTokens(text: string): readonly string[] {
  return text.match(TOKEN) ?? []
}

/** The same in blocks, wherever a text stands that Slack formats. Plain text calls nobody. */
export function findPingsInBlocks(blocks: readonly WireObject[]): readonly string[] {
  return blocks.flatMap(findInObject)
}

function findInObject(object: WireObject): readonly string[] {
  switch (object.type) {
    case 'plain_text':
    case 'raw_text':
      return []
    case 'mrkdwn':
    case 'markdown':
      return findPings(textOf(object.text))
    case 'user':
      return [`<@${textOf(object.user_id)}>`]
    case 'usergroup':
      return [`<!subteam^${textOf(object.usergroup_id)}>`]
    case 'broadcast':
      return [`<!${textOf(object.range)}>`]
    default:
      return Object.values(object).flatMap((value) =>
        Array.isArray(value)
          ? listOf(value).flatMap((item) => findInValue(item))
          : objectsOf([value]).flatMap(findInObject),
      )
  }
}

function findInValue(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.flatMap(findInValue) : objectsOf([value]).flatMap(findInObject)
}
