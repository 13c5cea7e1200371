/** Passes text on so that no part of it can mention anyone. What comes out does not depend on how the text is cut. */
export interface MentionNeutralizer {
  push(text: string): string
  end(): string
}

// A narrow space that does not break the line: seen as a thin gap, and not among the invisible characters that a
// program may take away again before it looks for mentions.
const GAP = '\u202f'
const START = /[<@&\uff1c\ufe64\uff20\ufe6b]/g
const ENTITY = /&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([A-Za-z]{1,20}));/y
const ENTITY_BODY = /(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([A-Za-z]{1,20}));/y
const ENTITY_BEGINNING = /&?(?:#\d{0,7}|#[xX][\da-fA-F]{0,6}|[A-Za-z]{0,20})$/y
/** What is not seen, or is taken away as markup or escape, and so may stand between. */
const IGNORED = /^[\p{Default_Ignorable_Code_Point}\p{Cf}*_~`\\]$/u
const MOST_IGNORED = 64
const MOST_AMPERSANDS = 8

const NAMED = new Map([
  ...Object.entries({ lt: '<', LT: '<', gt: '>', GT: '>', amp: '&', AMP: '&', commat: '@', excl: '!', num: '#' }),
  ...Object.entries({ shy: '\u00ad', zwj: '\u200d', zwnj: '\u200c', lrm: '\u200e', rlm: '\u200f', NoBreak: '\u2060' }),
  ...Object.entries({ ZeroWidthSpace: '\u200b', ast: '*', lowbar: '_', grave: '`', bsol: '\\' }),
])

const EVERYONE = ['channel', 'here', 'everyone']
/** `<!…` that is markup of documents, found in code, and nothing to Slack. */
const DECLARATIONS = ['doctype', 'element', 'attlist', 'entity', 'notation']

/**
 * Mentions in every spelling that Slack, a decoder of entities or a remover of invisible characters could turn into one
 * (https://docs.slack.dev/messaging/formatting-message-text#advanced): `<!channel>`, `<@U…>`, `<#C…>`, `<!subteam^…>`,
 * `<!date^…>`, `@here` and the like. A thin gap behind the first character takes their meaning; the words stay.
 */
export function createMentionNeutralizer(): MentionNeutralizer {
  let held = ''
  let last = ''
  const run = (text: string, isEnded: boolean): string => {
    let output = ''
    let from = 0
    const pass = (to: number) => {
      output += text.slice(from, to)
      from = to
    }
    for (START.lastIndex = 0; ; ) {
      const start = START.exec(text)?.index
      if (start === undefined) break
      const verdict = examine(text, start, isEnded)
      if (verdict === 'more') {
        pass(start)
        break
      }
      if (verdict === undefined) continue
      const before = start === 0 ? last : text.charAt(start - 1)
      pass(start)
      const sign = text.slice(start, verdict)
      // In an address the sign has a spelling that means the same.
      output += sign === '@' && before === '/' ? '%40' : sign + GAP
      from = verdict
      START.lastIndex = verdict
    }
    const isHeld = !isEnded && START.lastIndex > 0
    if (!isHeld) pass(text.length)
    held = text.slice(from)
    last = from > 0 ? text.charAt(from - 1) : last
    return output
  }
  return { push: (text) => run(held + text, false), end: () => run(held, true) }
}

export function neutralizeMentions(text: string): string {
  const neutralizer = createMentionNeutralizer()
  return neutralizer.push(text) + neutralizer.end()
}

/** @returns where the first character of a mention ends; undefined where none begins; `more` when that is open */
function examine(text: string, at: number, isEnded: boolean): number | 'more' | undefined {
  const first = readUnit(text, at, isEnded)
  if (first === 'more') return 'more'
  if (first.character !== '<' && first.character !== '@') return undefined
  const found = first.character === '<' ? isToken(text, first.end, isEnded) : isCall(text, first.end, isEnded)
  return found === true ? first.end : found || undefined
}

function isToken(text: string, at: number, isEnded: boolean): boolean | 'more' {
  const sign = readVisible(text, at, isEnded)
  if (typeof sign === 'string') return sign === 'hidden' || sign
  if (!'@#!'.includes(sign.character) || sign.character === '') return false
  const next = readVisible(text, sign.end, isEnded)
  if (typeof next === 'string') return next === 'hidden' || next
  if (!/^[a-z0-9]$/.test(next.character)) return false
  return sign.character !== '!' || readWord(text, sign.end, isEnded, DECLARATIONS, false)
}

const isCall = (text: string, at: number, isEnded: boolean) => readWord(text, at, isEnded, EVERYONE, true)

/** Reads on for as long as one of the words may follow. @returns `ifFound` when one does, else the contrary */
function readWord(text: string, at: number, isEnded: boolean, words: readonly string[], ifFound: boolean) {
  let read = ''
  for (let end = at; ; ) {
    const next = readVisible(text, end, isEnded)
    if (next === 'more') return 'more'
    if (next === 'hidden') return true
    read += next.character
    end = next.end
    if (next.character === '' || !words.some((word) => word.startsWith(read))) return !ifFound
    if (words.includes(read)) return ifFound
  }
}

interface Unit {
  /** Folded to small half-width letters; empty at the end of the text. */
  readonly character: string
  readonly end: number
}

/** The next character that is seen; `hidden` where so many unseen ones come first that nothing honest is meant. */
function readVisible(text: string, at: number, isEnded: boolean): Unit | 'more' | 'hidden' {
  let unit = readUnit(text, at, isEnded)
  for (let ignored = 0; unit !== 'more' && IGNORED.test(unit.character); ignored += 1) {
    if (ignored === MOST_IGNORED) return 'hidden'
    unit = readUnit(text, unit.end, isEnded)
  }
  return unit
}

function readUnit(text: string, at: number, isEnded: boolean): Unit | 'more' {
  if (at >= text.length) return isEnded ? { character: '', end: at } : 'more'
  if (text.charAt(at) === '&') return readEntity(text, at, isEnded)
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0)
  return { character: fold(character), end: at + character.length }
}

/** Decodes `&lt;`, `&#60;`, and what was encoded more than once: `&amp;lt;`. */
function readEntity(text: string, at: number, isEnded: boolean): Unit | 'more' {
  let unit: Unit = { character: '&', end: at + 1 }
  for (let depth = 0; depth < MOST_AMPERSANDS; depth += 1) {
    const pattern = depth === 0 ? ENTITY : ENTITY_BODY
    const start = depth === 0 ? at : unit.end
    pattern.lastIndex = start
    const match = pattern.exec(text)
    if (match === null) {
      ENTITY_BEGINNING.lastIndex = start
      return !isEnded && ENTITY_BEGINNING.test(text) ? 'more' : unit
    }
    const character = decode(match)
    if (character === undefined) return unit
    unit = { character: fold(character), end: start + match[0].length }
    if (character !== '&') return unit
  }
  return unit
}

function decode([, decimal, hexadecimal, name]: RegExpExecArray): string | undefined {
  if (name !== undefined) return NAMED.get(name)
  const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal)
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined
}

function fold(character: string): string {
  return character < '\u0080' ? character.toLowerCase() : character.normalize('NFKC').toLowerCase()
}
