/** Passages overlap by some sentences at most. */
const MOST_OVERLAP = 1_000
/** Shorter agreements are chance. */
const LEAST_OVERLAP = 12

/** One text of passages in reading order: where one begins with the end of the one before, that is not said twice. */
export function joinPassages(texts: readonly string[]): string {
  return texts.reduce((joined, text) => {
    if (joined === '') return text
    const overlap = findOverlap(joined, text)
    return overlap === 0 ? `${joined}\n\n${text}` : joined + text.slice(overlap)
  }, '')
}

/** Characters at the end of the first text with which the second begins. */
function findOverlap(first: string, second: string): number {
  for (let length = Math.min(first.length, second.length, MOST_OVERLAP); length >= LEAST_OVERLAP; length -= 1) {
    if (first.endsWith(second.slice(0, length))) return length
  }
  return 0
}
