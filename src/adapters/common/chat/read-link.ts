import { readCodeSpan } from './read-code-span.ts'

/** `[label](destination "title")`. */
export interface LinkSource {
  readonly label: string
  /** As written, angle brackets taken away. */
  readonly destination: string
  readonly length: number
}

const LONGEST_LABEL = 1000
const LONGEST_TARGET = 2500
const MOST_BRACKETS = 8
const MOST_PARENTHESES = 4

/** Reads from an opening bracket. @returns undefined where no link stands, `more` when what follows decides */
export function readLink(text: string, at: number, isEnded: boolean): LinkSource | 'more' | undefined {
  const end = findClosingBracket(text, at, isEnded)
  if (end === undefined || end === 'more') return end
  if (end + 1 === text.length) return isEnded ? undefined : 'more'
  if (text.charAt(end + 1) !== '(') return undefined
  const target = readTarget(text, end + 1, isEnded)
  if (target === undefined || target === 'more') return target
  const { from, to } = target
  return { label: text.slice(at + 1, end), destination: text.slice(from, to), length: target.end - at }
}

interface Target {
  readonly from: number
  readonly to: number
  readonly end: number
}

/** Reads `(destination "title")`. */
function readTarget(text: string, at: number, isEnded: boolean): Target | 'more' | undefined {
  const limit = Math.min(text.length, at + LONGEST_TARGET)
  const open = limit === text.length && !isEnded ? 'more' : undefined
  const start = skipSpace(text, at + 1)
  const isAngled = text.charAt(start) === '<'
  const to = isAngled ? findAny(text, start + 1, limit, '<>\n') : findDestinationEnd(text, start, limit)
  if (to >= limit) return open
  if (isAngled && text.charAt(to) !== '>') return undefined
  const target = { from: isAngled ? start + 1 : start, to }
  const behind = isAngled ? to + 1 : to
  const title = skipSpace(text, behind)
  if (title >= limit) return open
  if (text.charAt(title) === ')') return { ...target, end: title + 1 }
  const quote = { '"': '"', "'": "'", '(': ')' }[text.charAt(title)]
  if (quote === undefined || title === behind) return undefined
  const closing = text.indexOf(quote, title + 1)
  if (closing < 0 || closing >= limit) return open
  const end = skipSpace(text, closing + 1)
  if (end >= limit) return open
  return text.charAt(end) === ')' ? { ...target, end: end + 1 } : undefined
}

function findDestinationEnd(text: string, from: number, limit: number): number {
  let depth = 0
  let at = from
  for (; at < limit; at += 1) {
    const character = text.charAt(at)
    if (character === '\\') at += 1
    else if (character === '(' && depth < MOST_PARENTHESES) depth += 1
    else if (character === ')' && depth > 0) depth -= 1
    else if (/[\s()<]/.test(character)) break
  }
  return at
}

function findAny(text: string, from: number, limit: number, characters: string): number {
  let at = from
  while (at < limit && !characters.includes(text.charAt(at))) at += 1
  return at
}

function skipSpace(text: string, from: number): number {
  let at = from
  while (/^\s$/.test(text.charAt(at))) at += 1
  return at
}

function findClosingBracket(text: string, at: number, isEnded: boolean): number | 'more' | undefined {
  let depth = 0
  const limit = Math.min(text.length, at + LONGEST_LABEL)
  for (let next = at; next < limit; next += 1) {
    const character = text.charAt(next)
    if (character === '\\') next += 1
    else if (character === '[') {
      depth += 1
      if (depth > MOST_BRACKETS) return undefined
    } else if (character === ']') {
      depth -= 1
      if (depth === 0) return next
    } else if (character === '`') {
      const code = readCodeSpan(text, next, isEnded)
      if (code === 'more') return 'more'
      next += code.length - 1
    }
  }
  return limit === text.length && !isEnded ? 'more' : undefined
}
