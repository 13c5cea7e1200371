/** A stretch of Markdown that can be parsed apart from the rest. */
interface MarkdownPart {
  readonly text: string
  /** Line that it starts on, from 1. */
  readonly line: number
}

/** Longest part, more or less. The parser's time and memory grow faster than its input. */
const PART_LENGTH = 100_000

/** Cuts long Markdown before headings outside code, or at empty lines where there are none for long. */
export function* cutMarkdown(source: string): Generator<MarkdownPart> {
  let start = 0
  let line = 1
  for (const cut of listCuts(source)) {
    const text = source.slice(start, cut)
    yield { text, line }
    line += text.split('\n').length - 1
    start = cut
  }
  yield { text: source.slice(start), line }
}

function* listCuts(source: string): Generator<number> {
  if (source.length <= PART_LENGTH) return
  let start = 0
  let isCode = false
  for (const match of source.matchAll(
    /^(?:(?<fence> {0,3}(?:```|~~~)[^`\n]*)|(?<heading>#{1,6}[ \t][^\n]*)|[ \t]*)$/gm,
  )) {
    if (match.groups?.fence !== undefined) isCode = !isCode
    const length = match.index - start
    const limit = match.groups?.heading === undefined ? PART_LENGTH * 2 : PART_LENGTH
    if (length <= (isCode ? PART_LENGTH * 4 : limit) || match.groups?.fence !== undefined) continue
    yield match.index
    start = match.index
  }
}
