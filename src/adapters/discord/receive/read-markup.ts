import { cleanLine, createTextCleaner } from '../../common/chat/clean-text.ts'
import { closeGaps, GAP } from '../../common/chat/close-gaps.ts'

/** What stands for ids in a message; undefined leaves the id. */
export interface MarkupNames {
  readonly user: (id: string) => string | undefined
  readonly role: (id: string) => string | undefined
  readonly channel: (id: string) => string | undefined
  /** Whether a mention is Kiku's own, of its user or of its role. */
  readonly isOwn: (mention: { readonly kind: 'user' | 'role'; readonly id: string }) => boolean
}

/** More than people can write in one message. */
const LONGEST = 8_000
const LONGEST_NAME = 100
/** Discord shows what stands in code as it is written. */
const CODE = /(```[\s\S]*?```|``[^`]+``|`[^`\n]+`)/
const TOKEN =
  /<(?:@!?(?<user>\d{1,20})|@&(?<role>\d{1,20})|#(?<channel>\d{1,20})|a?:(?<emoji>\w{1,40}):\d{1,20}|t:(?<time>-?\d{1,13})(?::(?<style>[a-zA-Z]))?|\/(?<command>[^:<>\n]{1,120}):\d{1,20}|id:(?<page>\w{1,30})(?::\d{1,20})?|(?<link>https?:\/\/[^\s<>]{1,2000}))>/g

/**
 * Turns Discord's markup (https://discord.com/developers/docs/reference#message-formatting) into the text that people see:
 * people, roles and channels by name, emoji by theirs, times written out. Kiku's own mention is taken away.
 */
export function readMarkup(markup: string, names: MarkupNames): string {
  const parts = markup.slice(0, LONGEST).replaceAll(GAP, '').split(CODE)
  // What the expression holds together comes at every second place.
  const plain = parts.map((part, index) => (index % 2 === 1 ? part : readTokens(part, names))).join('')
  const cleaner = createTextCleaner()
  const text = plain.includes(GAP) ? closeGaps(plain) : plain
  return (cleaner.push(text) + cleaner.end()).trim()
}

function readTokens(part: string, names: MarkupNames): string {
  return part.replace(TOKEN, (token: string, ...rest) => {
    const found: Partial<Record<string, string>> = rest.at(-1)
    const { user, role, channel, emoji, time, style, command, page, link } = found
    if (user !== undefined) return names.isOwn({ kind: 'user', id: user }) ? GAP : `@${nameOr(names.user(user), user)}`
    if (role !== undefined) return names.isOwn({ kind: 'role', id: role }) ? GAP : `@${nameOr(names.role(role), role)}`
    if (channel !== undefined) return `#${nameOr(names.channel(channel), channel)}`
    if (emoji !== undefined) return `:${emoji}:`
    if (time !== undefined) return writeTime(Number(time), style) ?? token
    if (command !== undefined) return `/${command}`
    return page === undefined ? (link ?? token) : `#${page}`
  })
}

function nameOr(name: string | undefined, id: string): string {
  return cleanLine(name ?? '', LONGEST_NAME).replace(/^@/, '') || id
}

/** In the time of the whole world: whose the message is shown in, each reader's own, is not known. */
function writeTime(seconds: number, style: string | undefined): string | undefined {
  const time = new Date(seconds * 1_000)
  if (Number.isNaN(time.getTime()) || time.getUTCFullYear() < 0 || time.getUTCFullYear() > 9_999) return undefined
  const [date = '', clock = ''] = time.toISOString().split('T')
  return style === 'd' || style === 'D' ? date : `${date} ${clock.slice(0, 5)} UTC`
}
