import { ZERO_WIDTH_SPACE } from '../../../common/chat/characters.ts'
import type { InlineLink } from '../../../common/chat/markdown/dialect.ts'
import { hasScheme } from '../../../common/chat/markdown/safe-address.ts'
import { escapeText } from './escape-text.ts'
import { namesOtherHost } from './names-other-host.ts'
import { bareOf, findInvite } from './safe-addresses.ts'

/** Of a file or page beside the document; what has markup in it is none. */
const PATH = /^[\p{L}\p{N}./%?=&+-][\p{L}\p{N}./%?=&+#_-]*$/u
const SIMPLE_BRACKETS = /\[[^[\]]*\]/g

/** A link whose address Discord does not unfold. @param label Markdown without links */
export function writeLink({ source, label, address }: Pick<InlineLink, 'source' | 'label' | 'address'>): string {
  if (findInvite(bareOf(address), 0) !== undefined) {
    return label === '' ? writeAddress(address) : `${label} (${writeAddress(address)})`
  }
  if (label.trim() === '' || isSame(source, address)) return writeAddress(address)
  if (mayMask(label) && !namesOtherHost(label, address)) return `[${label}](<${address}>)`
  const { host } = new URL(address)
  return mayMask(host) ? `${label} ([${host}](<${address}>))` : `${label} (<${address}>)`
}

/** An address that is seen, without marks. One that would unfold into an invitation is text. */
export function writeAddress(address: string): string {
  const bare = bareOf(address)
  const invite = findInvite(bare, 0)
  return invite === undefined ? `<${address}>` : escapeText(bare)
}

/** What is left of a link that may not be one: a path or a mail address is worth reading, `javascript:` is not. */
export function describeTarget({ label, destination, isImage }: Omit<InlineLink, 'address'>): string {
  const mail = /^mailto:([^?]+)/i.exec(destination)?.[1]
  const isPath = mail === undefined && PATH.test(destination) && !hasScheme(destination)
  if (isImage || (mail === undefined && !isPath)) return label
  const target = escapeText(mail ?? destination)
  return label === '' || label === target ? target : `${label} (${target})`
}

/**
 * Whether Discord shows these words in place of an address. It does not where they look like an address themselves
 * (https://github.com/discord/discord-api-docs/issues/7721), and shows the backslashes of what is escaped
 * (https://github.com/discord/discord-api-docs/issues/6185).
 */
function mayMask(label: string): boolean {
  if (/\\|:\/\/|\]\(|\n|\|\|/.test(label)) return false
  return !/[[\]]/.test(label.replace(SIMPLE_BRACKETS, ''))
}

function isSame(label: string, address: string): boolean {
  const fold = (text: string) => bareOf(text.trim().replaceAll(ZERO_WIDTH_SPACE, '')).replace(/\/$/, '').toLowerCase()
  return fold(label) === fold(address)
}
