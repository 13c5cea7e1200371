import { graphemesOf } from './characters.ts'

const PLACES = [/[.!?]["')\]]*(?=\s)|[。！？]["'」』）)]*|\n/g, /[、，；：;:,](?=\s|[^\p{ASCII}])/gu, /\s/g]

/**
 * The best place to cut a text within a line: behind a sentence, a clause or a word not far before the end, else between
 * two characters.
 * @param isFree whether nothing that belongs together is cut at a place
 */
export function choosePlace(text: string, from: number, to: number, isFree: (at: number) => boolean): number {
  const window = text.slice(from, to)
  for (const [rank, pattern] of PLACES.entries()) {
    const least = window.length * (rank === 0 ? 0.5 : 0.7)
    const found = Array.from(window.matchAll(pattern), (match) => from + match.index + match[0].length)
    const place = found.findLast((at) => at - from >= least && isFree(at))
    if (place !== undefined) return place
  }
  return placeBetweenCharacters(text, from, to, isFree)
}

/** The last place where no character, and if possible no link or code, is cut. */
function placeBetweenCharacters(text: string, from: number, to: number, isFree: (at: number) => boolean): number {
  const window = Math.max(from, to - 64)
  const places: number[] = []
  let at = window
  // Begins outside of a pair, and beyond a grapheme that was cut by the window.
  if (isLowSurrogate(text, at)) at += 1
  for (const grapheme of graphemesOf(text.slice(at, to + 32))) {
    at += grapheme.length
    if (at > to) break
    places.push(at)
  }
  const free = places.findLast((place) => isFree(place)) ?? lastFree(from, window, isFree, text)
  const place = free ?? places.at(-1) ?? to
  return isLowSurrogate(text, place) ? place - 1 : place
}

/** Looks further back, for a link or code that is longer than the window. */
function lastFree(from: number, to: number, isFree: (at: number) => boolean, text: string): number | undefined {
  const least = from + (to - from) / 4
  for (let at = to; at > least; at -= 1) if (isFree(at) && /\s/.test(text.charAt(at - 1))) return at
  return undefined
}

function isLowSurrogate(text: string, at: number): boolean {
  return /^[\udc00-\udfff]/.test(text.charAt(at)) && /^[\ud800-\udbff]/.test(text.charAt(at - 1))
}
