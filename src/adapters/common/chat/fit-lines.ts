/** What fits into a question beside the request itself. */
const MOST_CHARACTERS = 6_000

/** Keeps the first line, which says what it is about, and as many of the last ones as fit. */
export function fitLines(
  lines: readonly string[],
  leftOut: (messages: number) => string,
  most = MOST_CHARACTERS,
): string {
  const [first, ...others] = lines
  if (first === undefined) return ''
  let room = most - first.length - 60
  let from = others.length
  while (from > 0 && room >= (others[from - 1]?.length ?? 0) + 1) {
    from -= 1
    room -= (others[from]?.length ?? 0) + 1
  }
  return [first, ...(from > 0 ? [leftOut(from)] : []), ...others.slice(from)].join('\n')
}
