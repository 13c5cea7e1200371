import { estimateTokens } from '../domain/language/estimate-tokens.ts'

/** A part of a text and where it starts in it, in UTF-16 units. */
export interface TextPart {
  readonly text: string
  readonly start: number
}

/**
 * Cuts text that has no sentence end to cut at: at a line end, else behind a comma, else at a space, else anywhere
 * between two characters. White space at the cuts is dropped, nothing else.
 */
export function cutText(text: string, maxTokens: number): TextPart[] {
  const parts: TextPart[] = []
  let start = 0
  while (start < text.length) {
    const end = estimateTail(text, start, maxTokens) <= maxTokens ? text.length : findCut(text, start, maxTokens)
    const raw = text.slice(start, end)
    const trimmed = raw.trim()
    if (trimmed !== '') parts.push({ text: trimmed, start: start + raw.indexOf(trimmed) })
    start = end
  }
  return parts
}

// A token is at most three characters, so a tail beyond that need not be counted.
function estimateTail(text: string, start: number, maxTokens: number): number {
  return text.length - start > maxTokens * 3 ? Number.POSITIVE_INFINITY : estimateTokens(text.slice(start))
}

function findCut(text: string, start: number, maxTokens: number): number {
  const longest = start + findLongestPrefix(text.slice(start, start + maxTokens * 3), maxTokens)
  // The preferred places count in the later half only, so that parts stay of a useful size.
  const middle = start + Math.ceil((longest - start) / 2)
  const window = text.slice(middle, longest)
  for (const place of [/\n/g, /[、。，；：）」]|[,;:](?=\s)/g, /\s/g]) {
    const last = [...window.matchAll(place)].at(-1)
    if (last !== undefined) return middle + last.index + last[0].length
  }
  return Math.max(start + 1, beforeCharacter(text, longest, start))
}

function findLongestPrefix(text: string, maxTokens: number): number {
  let low = 1
  let high = text.length
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (estimateTokens(text.slice(0, middle)) <= maxTokens) low = middle
    else high = middle - 1
  }
  return low
}

/** Steps back from the inside of a surrogate pair, and from combining marks. */
function beforeCharacter(text: string, end: number, start: number): number {
  let at = end
  while (at > start + 1 && end - at < 16 && /^(?:\p{M}|\u200d)/u.test(text.slice(at, at + 2))) at -= 1
  return isInsidePair(text, at) ? at - 1 : at
}

function isInsidePair(text: string, at: number): boolean {
  return /[\ud800-\udbff]/.test(text.charAt(at - 1)) && /[\udc00-\udfff]/.test(text.charAt(at))
}
