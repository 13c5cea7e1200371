import { isJapanese, ZERO_WIDTH_SPACE } from '../../../common/chat/characters.ts'

/** A run of `*`, `_` or `~` and the characters on both sides; empty at the beginning and the end of a block. */
export interface Marker {
  readonly run: string
  readonly before: string
  readonly after: string
}

const SPACE = /^\s?$/u
const PUNCTUATION = /^[\p{P}\p{S}]$/u

/**
 * The marker as it works in CommonMark (https://spec.commonmark.org/0.31.2/#left-flanking-delimiter-run) also beside
 * Japanese, which has punctuation at the edges of words and no spaces: a zero width space inside makes it flank.
 * @param open lengths of the markers that wait for their end; changed
 */
export function placeMarker({ run, before, after }: Marker, open: string[]): string {
  const isLeft = flanks(after, before)
  const isRight = flanks(before, after)
  const touchesJapanese = isJapanese(before) || isJapanese(after)
  const opened = open.lastIndexOf(run)
  if (opened >= 0 && !SPACE.test(before)) {
    open.length = opened
    return isRight || !touchesJapanese ? run : ZERO_WIDTH_SPACE + run
  }
  if (SPACE.test(after)) return run
  if (!isLeft && !touchesJapanese) return run
  open.push(run)
  return isLeft ? run : run + ZERO_WIDTH_SPACE
}

function flanks(inside: string, outside: string): boolean {
  if (SPACE.test(inside)) return false
  return !PUNCTUATION.test(inside) || SPACE.test(outside) || PUNCTUATION.test(outside)
}

/** Whether `_` may open emphasis here: not within a word. */
export function opensUnderscore({ before, after }: Marker): boolean {
  return flanks(after, before) && (SPACE.test(before) || PUNCTUATION.test(before))
}
