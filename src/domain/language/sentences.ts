const BREAK =
  /(?<=[。！？])(?![」』）)])|(?<=[.!?]["')\]]?)\s+(?=[\p{Lu}\p{N}"'([*_`]|\P{ASCII})|\n{2,}|\n(?=\s*(?:[-*+•]|\d+[.)])\s)/gu

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
    pushTrimmed(sentences, text, start, match.index)
    start = match.index + match[0].length
  }
  pushTrimmed(sentences, text, start, text.length)
  return sentences
}

function pushTrimmed(sentences: Sentence[], text: string, from: number, to: number): void {
  const raw = text.slice(from, to)
  const trimmed = raw.trim()
  if (trimmed !== '') sentences.push({ text: trimmed, start: from + raw.indexOf(trimmed) })
}
