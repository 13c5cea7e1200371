import type { InlineReading } from '../../../common/chat/markdown/dialect.ts'
import { escapeText, GAP } from './escape-text.ts'

const ENTITY = /&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([A-Za-z]{1,10}));/y
const BEGUN = /^&(?:#\d{0,7}|#[xX][\da-fA-F]{0,6}|[A-Za-z]{0,10})$/
const NAMED = new Map([
  ...Object.entries({ lt: '<', gt: '>', amp: '&', quot: '"', apos: "'", nbsp: '\u00a0', ast: '*', lowbar: '_' }),
  ...Object.entries({ commat: '@', num: '#', excl: '!', hellip: '…', mdash: '—', ndash: '–', bull: '•', yen: '¥' }),
  ...Object.entries({ copy: '©', reg: '®', trade: '™', times: '×', larr: '←', rarr: '→', middot: '·', deg: '°' }),
])
/** Letters and digits, which need no entity but to deceive, and what is not seen. */
const NEEDLESS = /^[A-Za-z\d\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]$/u

/** Reads `&lt;`, `&#60;` and the like, which Discord would show as they are. */
export function readEntity(text: string, at: number, isEnded: boolean): InlineReading | 'more' {
  ENTITY.lastIndex = at
  const match = ENTITY.exec(text)
  if (match === null) {
    return !isEnded && BEGUN.test(text.slice(at, at + 12)) && text.length - at <= 12
      ? 'more'
      : { length: 1, words: '&' }
  }
  const character = decode(match)
  if (character === undefined || (NEEDLESS.test(character) && character !== '\u00a0')) return { length: 1, words: '&' }
  return { length: match[0].length, words: write(character) }
}

function decode([, decimal, hexadecimal, name]: RegExpExecArray): string | undefined {
  if (name !== undefined) return NAMED.get(name)
  const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal)
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined
}

/** What follows is not known: a sign that could begin something with it is kept from doing so. */
function write(character: string): string {
  if (character === '@') return `@${GAP}`
  return character === ':' ? '\\:' : escapeText(character)
}
