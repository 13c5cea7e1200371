import { cleanLine } from '../../common/chat/clean-text.ts'
import { breakInvites, escapeText, GAP } from './markdown/escape-text.ts'
import { shortAddress } from './markdown/safe-addresses.ts'
import { writeLink } from './markdown/write-link.ts'

/** What would be escaped in text: Discord shows the backslashes of escapes in the words of a link. */
const NEEDS_ESCAPE = /[\\*`<]|:\/\/|\|\||~~|__|(?<!\w)_|_(?!\w)/
const CALL = /@(?=[\p{Default_Ignorable_Code_Point}\p{M}]*(?:everyone|here))/giu

/** Most characters that are shown of a title, and that an address may have to be linked. */
export interface LinkRoom {
  readonly title: number
  readonly address: number
}

/**
 * A foreign title on one line, seen as it is, linked where its location is an address of the web. What it names is where
 * it leads. For the middle of a line.
 */
export function linkTitle(title: string, location: string, room: LinkRoom): string {
  const name = cleanLine(title, room.title) || cleanLine(nameOf(location), room.title) || '–'
  const address = shortAddress(location, room.address)
  if (address === undefined) return escapeText(name)
  const words = breakInvites(name).replace(CALL, `@${GAP}`)
  return writeLink({ source: name, label: NEEDS_ESCAPE.test(name) ? escapeText(name) : words, address })
}

/** Of files the last part alone: how the folders of Kiku's machine are called is nobody's business in a chat. */
function nameOf(location: string): string {
  if (/^https?:\/\//i.test(location) && URL.canParse(location)) return new URL(location).host
  return (
    location
      .split(/[\\/]/)
      .filter((part) => part !== '')
      .at(-1) ?? ''
  )
}
