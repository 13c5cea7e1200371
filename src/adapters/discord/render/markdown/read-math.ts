import type { InlineReading } from '../../../common/chat/markdown/dialect.ts'
import { escapeText } from './escape-text.ts'

const LONGEST = 1500
/** Of a formula between single dollar signs, which mostly are money. */
const LONGEST_INLINE = 100
/** What a formula has, and what none has. */
const FORMULA = /[\\^_{}=]/
const PROSE = /[`\n、。，．「」]|\*\*|:\/\//

/** Reads a formula of LaTeX, `$x^2$`, `$$…$$`, `\(…\)` or `\[…\]`, to be shown as it was written. */
export function readMath(text: string, at: number, isEnded: boolean): InlineReading | 'more' | undefined {
  const mark = text.slice(at, at + 2)
  if (mark.length < 2) return isEnded ? undefined : 'more'
  if (mark === '$$') return readTo('$$', text, at, isEnded)
  if (mark === '\\(') return readTo('\\)', text, at, isEnded)
  if (mark === '\\[') return readTo('\\]', text, at, isEnded)
  return mark.startsWith('$') ? (readInline(text, at, isEnded) ?? { length: 1, words: '$' }) : undefined
}

function readTo(end: string, text: string, at: number, isEnded: boolean): InlineReading | 'more' | undefined {
  const source = text.slice(at, at + LONGEST)
  const found = source.indexOf(end, 2)
  if (found < 0) {
    if (!isEnded && source.length < LONGEST) return 'more'
    return end === '$$' ? { length: 2, words: '$$' } : undefined
  }
  const content = source.slice(2, found)
  // Brackets around a number are a citation whose author was overly careful.
  if (content.trim() === '' || /^\^?\d+$/.test(content)) return end === '$$' ? { length: 2, words: '$$' } : undefined
  return { length: found + 2, words: escapeText(source.slice(0, found + 2)) }
}

function readInline(text: string, at: number, isEnded: boolean): InlineReading | 'more' | undefined {
  const source = text.slice(at, at + LONGEST_INLINE)
  const end = /(?<=[^\s\\])\$/.exec(source.slice(1))
  const content = end === null ? source.slice(1) : source.slice(1, end.index + 1)
  if (/^\s/.test(content) || PROSE.test(content)) return undefined
  if (end === null) return !isEnded && source.length < LONGEST_INLINE ? 'more' : undefined
  const length = content.length + 2
  if (at + length === text.length && !isEnded) return 'more'
  if (!FORMULA.test(content) || /^\d/.test(text.slice(at + length))) return undefined
  return { length, words: escapeText(source.slice(0, length)) }
}
