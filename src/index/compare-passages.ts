import { diffWords } from './diff-words.ts'
import { isTellingWord, numbersOf, splitWords } from './telling-words.ts'

/** The part of an item that is compared. */
export interface Passage {
  readonly title: string
  readonly text: string
}

/** A text as it is compared: prepared once, used for each comparison. */
export interface PassageWords {
  /** Words, and signs that could change what is said, as written but in one form of width. */
  readonly words: readonly string[]
  /** The same in lower case. */
  readonly folded: readonly string[]
  readonly foldedTitle: string
  /** Numbers of the title, in order. */
  readonly titleNumbers: string
  /** Long enough to be understood without its title. */
  readonly standsAlone: boolean
}

/**
 * Words in common, in the same order, as a share of all words of both. The longer the texts, the more words may differ:
 * one of 19, ten of 190.
 */
const LEAST_SHARED = 0.9

/** Characters from which on a text stands alone; a Japanese one says as much in half of them. */
const ALONE_CHARACTERS = 160
const WIDE = /[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]/gu

export function readWords({ title, text }: Passage): PassageWords {
  const words = splitWords(text)
  const foldedTitle = splitWords(title).join(' ').toLowerCase()
  return {
    words,
    folded: words.map((word) => word.toLowerCase()),
    foldedTitle,
    titleNumbers: numbersOf(foldedTitle),
    standsAlone: text.length + (text.match(WIDE)?.length ?? 0) >= ALONE_CHARACTERS,
  }
}

/**
 * Whether two passages say the same, so that the reader of one gains nothing from the other. They may differ in case, width,
 * white space, marks of quoting and emphasis, and in a few words that carry nothing (`the`, です). They are different facts
 * as soon as a number, a date, a negation or limit, a name, or any other word of substance differs. A few plain words may be
 * missing at either end, where a passage was cut elsewhere. A short text is understood by its title, so that has to be
 * the same; the title of a long one may differ, though not in a number, such as a year or a version.
 * @param isTitleAside the title only says who said it when, as in conversations
 */
export function isSamePassage(a: PassageWords, b: PassageWords, isTitleAside = false): boolean {
  if (a.foldedTitle !== b.foldedTitle) {
    if (!a.standsAlone || !b.standsAlone) return false
    if (!isTitleAside && a.titleNumbers !== b.titleNumbers) return false
  }
  const total = a.folded.length + b.folded.length
  if (total === 0) return false
  // With d words in one text alone and n in all, the share in common is (n - d) / (n + d).
  const most = Math.floor((total * (1 - LEAST_SHARED)) / (1 + LEAST_SHARED))
  const edits = diffWords(a.folded, b.folded, most)
  return edits?.every(({ side, at, isEdge }) => !isTellingWord((side === 'a' ? a : b).words[at] ?? '', isEdge)) ?? false
}
