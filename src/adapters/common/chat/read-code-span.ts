/** What a run of backticks turned out to be; `length` includes the markers. */
export type CodeSpan = { readonly isCode: boolean; readonly length: number }

/** Longer code is hardly meant to be inline, and the search for its end must not cost the whole answer. */
const LONGEST = 400

/** Reads from the first backtick of a run. `more` when what follows decides. */
export function readCodeSpan(text: string, at: number, isEnded: boolean): CodeSpan | 'more' {
  const opening = runLength(text, at)
  if (at + opening === text.length && !isEnded) return 'more'
  const limit = Math.min(text.length, at + opening + LONGEST)
  for (let next = at + opening; next < limit; next += 1) {
    if (text.charAt(next) !== '`') continue
    const closing = runLength(text, next)
    if (next + closing === text.length && !isEnded) return 'more'
    if (closing === opening) return { isCode: true, length: next + closing - at }
    next += closing
  }
  return limit === text.length && !isEnded ? 'more' : { isCode: false, length: opening }
}

function runLength(text: string, at: number): number {
  let end = at
  while (text.charAt(end) === '`') end += 1
  return end - at
}
