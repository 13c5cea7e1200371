const BREAK =
  /(?<=[。！？])(?![」』）)])|(?<=[.!?]["')\]]?)\s+(?=[\p{Lu}\p{N}"'([*_`]|\P{ASCII})|\n{2,}|\n(?=\s*(?:[-*+•]|\d+[.)])\s)/gu

/** Ends that are no ends: initials (J. Smith, U.S. Army), titles, and shortened words before a name or a number. */
const ABBREVIATION =
  /(?:^|[\s("'[])(?:\p{Lu}|(?:\p{Lu}\.)+\p{Lu}|Mr|Mrs|Ms|Dr|Prof|St|Mt|Gen|Col|Sgt|Capt|Lt|Rev|Sen|Rep|Gov|vs|etc|e\.g|i\.e|cf|al|approx|ca|Jr|Sr)\.$/u
const BEFORE_NUMBER = /(?:^|[\s("'[])(?:Nos?|Figs?|Eqs?|Sec|Ch|Vol|Art|pp?|vol|no|fig)\.$/u

/** Longest text before a break that is looked at. */
const LOOK_BACK = 12

/** A sentence and where it stands in the text it was cut from, in UTF-16 units. */
export interface Sentence {
  readonly text: string
  readonly start: number
}

/** Cuts English and Japanese text into sentences; list items and paragraphs end one too. Nothing is lost but space. */
export function splitSentences(text: string): Sentence[] {
  const sentences: Sentence[] = []
  let start = 0
  for (const match of text.matchAll(BREAK)) {
    const end = match.index + match[0].length
    if (isInsideSentence(text, match.index, end)) continue
    pushTrimmed(sentences, text, start, match.index)
    start = end
  }
  pushTrimmed(sentences, text, start, text.length)
  return sentences
}

function isInsideSentence(text: string, from: number, to: number): boolean {
  if (text.slice(from, to).includes('\n\n')) return false
  const before = text.slice(Math.max(0, from - LOOK_BACK), from)
  if (ABBREVIATION.test(before)) return true
  return BEFORE_NUMBER.test(before) && /\p{N}/u.test(text.charAt(to))
}

function pushTrimmed(sentences: Sentence[], text: string, from: number, to: number): void {
  const raw = text.slice(from, to)
  const trimmed = raw.trim()
  if (trimmed !== '') sentences.push({ text: trimmed, start: from + raw.indexOf(trimmed) })
}
