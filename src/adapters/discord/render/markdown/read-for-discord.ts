import { ZERO_WIDTH_SPACE } from '../../../common/chat/characters.ts'
import type { InlineReading, InlineSource } from '../../../common/chat/markdown/dialect.ts'
import { GAP } from './escape-text.ts'
import { readBareAddress } from './read-bare-address.ts'
import { readEntity } from './read-entity.ts'
import { readFootnote } from './read-footnote.ts'
import { readMath } from './read-math.ts'
import { findInvite, isInviteBegun } from './safe-addresses.ts'

type Reading = InlineReading | 'more' | undefined

const CALLS = ['everyone', 'here']
const LONGEST_CALL = 8
/** More of what is not seen than this has no honest purpose behind an `@`. */
const MOST_HIDDEN = 64
const HIDDEN = /^[\p{Default_Ignorable_Code_Point}\p{M}]$/u
const LEADING = /^[^\S\n ]|^\p{Default_Ignorable_Code_Point}/u
const NUMBER = /\d{1,20}\.?/y

/** Reads what Discord makes something of and Markdown does not, so that it is written as meant: as words. */
export function readForDiscord(source: InlineSource): Reading {
  const { text, at, isEnded, isLabel } = source
  const start = source.isLineStart ? readLineStart(source) : undefined
  if (start !== undefined) return start
  switch (text.charAt(at)) {
    case '|':
      return isLabel ? readPipe(source) : { length: 1, words: '\\|' }
    case '$':
    case '\\':
      return readMath(text, at, isEnded)
    case '@':
      return readCall(source)
    case '&':
      return readEntity(text, at, isEnded)
    case ':':
      return readScheme(source)
    case '[':
      return isLabel ? undefined : readFootnote(source)
    case 'h':
    case 'H':
      return isLabel ? undefined : readBareAddress(text, at, isEnded)
    case 'd':
    case 'D':
      return readInvite(source)
    default:
      return undefined
  }
}

/** Words at the start of a line that would begin a block there: also behind marks of emphasis, by Discord's reading. */
function readLineStart({ text, at, isEnded, isLabel }: InlineSource): Reading {
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0)
  if (LEADING.test(character)) return { length: character.length, words: '' }
  // In labels nothing can be escaped.
  const guard = isLabel ? ZERO_WIDTH_SPACE : '\\'
  if (/^[#>+-]$/.test(character)) return { length: 1, words: guard + character }
  NUMBER.lastIndex = at
  const number = NUMBER.exec(text)?.[0]
  if (number === undefined) return undefined
  const end = at + number.length
  if (end === text.length && !isEnded) return 'more'
  const isPoint = number.endsWith('.') && /^\s?$/.test(text.charAt(end))
  if (!isPoint) return { length: number.length, words: number.endsWith('.') ? number : number + guardLong(number) }
  const words = isLabel ? ZERO_WIDTH_SPACE + number : `${number.slice(0, -1)}\\.`
  return { length: number.length, words }
}

/** A number of which only the beginning was looked at must not become a point. */
function guardLong(number: string): string {
  return number.length >= 20 ? ZERO_WIDTH_SPACE : ''
}

/** Two pipes would hide what follows. */
function readPipe({ text, at, isEnded }: InlineSource): Reading {
  if (at + 1 === text.length && !isEnded) return 'more'
  return { length: 1, words: text.charAt(at + 1) === '|' ? `|${ZERO_WIDTH_SPACE}` : '|' }
}

function readCall({ text, at, isEnded }: InlineSource): Reading {
  let seen = ''
  let next = at + 1
  let hidden = 0
  while (next < text.length && seen.length < LONGEST_CALL && hidden < MOST_HIDDEN) {
    const character = String.fromCodePoint(text.codePointAt(next) ?? 0)
    if (HIDDEN.test(character)) hidden += 1
    else seen += character.toLowerCase()
    next += character.length
  }
  const isCall = hidden === MOST_HIDDEN || CALLS.some((call) => seen.startsWith(call))
  if (isCall) return { length: 1, words: `@${GAP}` }
  if (next === text.length && !isEnded && CALLS.some((call) => call.startsWith(seen))) return 'more'
  return { length: 1, words: '@' }
}

/** Discord links addresses of more kinds than the web's. */
function readScheme({ text, at, isEnded }: InlineSource): Reading {
  const rest = text.slice(at, at + 3)
  if ('://'.startsWith(rest) && rest.length < 3 && !isEnded) return 'more'
  return { length: 1, words: rest === '://' ? '\\:' : ':' }
}

function readInvite({ text, at, isEnded }: InlineSource): Reading {
  const invite = findInvite(text, at)
  if (invite !== undefined) {
    return {
      length: invite.length,
      words: `${invite.slice(0, 'discord'.length)}${ZERO_WIDTH_SPACE}${invite.slice('discord'.length)}`,
    }
  }
  const rest = text.slice(at, at + 40)
  return at + rest.length === text.length && !isEnded && isInviteBegun(rest) ? 'more' : undefined
}
