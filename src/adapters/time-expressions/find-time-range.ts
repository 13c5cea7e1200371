import * as chrono from 'chrono-node/en'
import type { FindTimeRange, TimeRange } from '../../ports/time-expression.ts'
import { calendarSpan, latestDate, type Span } from './calendar.ts'
import { ENGLISH_RULES } from './english-rules.ts'
import { JAPANESE_RULES } from './japanese-rules.ts'
import type { TimeRule } from './time-rule.ts'

// Questions name their time in a sentence; a pasted log of 100 kB must not be parsed for dates.
const SEARCHED_CHARACTERS = 2000

/** Reads time words of English and Japanese: stretches by rules of our own, exact dates through chrono-node. */
export const findTimeRange: FindTimeRange = (text, now) => {
  const searched = text.slice(0, SEARCHED_CHARACTERS)
  const today = new Date(now)
  const range =
    matchRules(JAPANESE_RULES, foldDigits(searched), searched, today) ??
    matchRules(ENGLISH_RULES, searched, searched, today) ??
    parseDate(searched, today)
  return range === undefined || range.from > now ? undefined : range
}

function matchRules(rules: readonly TimeRule[], folded: string, text: string, now: Date): TimeRange | undefined {
  for (const rule of rules) {
    const match = rule.pattern.exec(folded)
    if (match === null) continue
    const span = rule.span(now, match.slice(1))
    if (span !== undefined) return openEnd(span, text, match.index, match[0].length, now)
  }
  return undefined
}

// Full-width digits take one character too, so that places in the folded text are places in the text.
function foldDigits(text: string): string {
  return text.replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
}

const MONTH_NAME =
  /\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b.*\d|\d.*\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/i
const MONTH_ALONE =
  /\b(?:in|during|since|last|from)\s+(january|february|march|april|may|june|july|august|september|october|november|december)\b(?!-)/i
const NUMERIC_DATE = /^\d{4}[-/]\d{1,2}[-/]\d{1,2}$|^\d{1,2}\/\d{1,2}\/\d{4}$/

// Chrono reads 'may', 'sat', 'second' and bare numbers as times too; only texts that are surely dates pass.
function parseDate(text: string, now: Date): TimeRange | undefined {
  for (const result of chrono.parse(text, now, { forwardDate: false })) {
    const start = result.start
    if (!start.isCertain('day') || !start.isCertain('month')) continue
    // Part of a word or a version number, not a date.
    if (/[\w.-]$/.test(text.slice(0, result.index)) || /^[\w-]/.test(text.slice(result.index + result.text.length)))
      continue
    if (!MONTH_NAME.test(result.text) && !NUMERIC_DATE.test(result.text.trim())) continue
    const date = new Date(start.get('year') ?? 0, (start.get('month') ?? 1) - 1, start.get('day') ?? 1)
    const span = start.isCertain('year')
      ? calendarSpan(date, 'day', 0)
      : latestDate(now, date.getMonth() + 1, date.getDate())
    if (span !== undefined) return openEnd(span, text, result.index, result.text.length, now)
  }
  return parseMonth(text, now)
}

function parseMonth(text: string, now: Date): TimeRange | undefined {
  const match = MONTH_ALONE.exec(text)
  const date = match?.[1] === undefined ? null : chrono.parseDate(match[1], now)
  if (match === null || date === null) return undefined
  const year = date.getMonth() <= now.getMonth() ? now.getFullYear() : now.getFullYear() - 1
  return openEnd(calendarSpan(new Date(year, date.getMonth(), 1), 'month', 0), text, match.index, match[0].length, now)
}

// 'Since Monday' and '先週から' reach up to now.
function openEnd(span: Span, text: string, start: number, length: number, now: Date): TimeRange {
  const matched = text.slice(start, start + length)
  const isOpen =
    /\bsince\s*$/i.test(text.slice(0, start)) ||
    /^since\b/i.test(matched) ||
    /^(?:から|以降|以来)/.test(text.slice(start + length))
  const until = isOpen ? now.getTime() + 1 : span.until.getTime()
  return { from: span.from.getTime(), until, matched }
}
