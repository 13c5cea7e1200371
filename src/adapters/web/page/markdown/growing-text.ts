import { type ParsedBlock, parseMarkdown, parseToken, plainBlock } from './parse-markdown.ts'
import { tokenize } from './tokenize.ts'

export interface GrowingText {
  /** The blocks of the text as far as it goes; those that cannot change any more are the same objects as before. */
  readonly parse: (text: string) => readonly ParsedBlock[]
}

/**
 * Reads a text that grows at its end, at a cost that depends on what is new. What stands before an empty line with another
 * block behind it is kept; the rest can still change, even what its last line began as.
 */
export function createGrowingText(): GrowingText {
  let settled: ParsedBlock[] = []
  let settledText = ''
  return {
    parse: (text) => {
      if (!text.startsWith(settledText)) {
        settled = []
        settledText = ''
      }
      try {
        const tokens = tokenize(text.slice(settledText.length))
        const last = tokens.findLastIndex(({ type }) => type !== 'space')
        const border = tokens.slice(0, Math.max(0, last)).findLastIndex(({ type }) => type === 'space')
        const done = tokens.slice(0, border + 1)
        // White space at the beginning belongs to the block behind it: cut there, it would be read as indentation.
        if (border > 0) {
          const read = settledText + done.map(({ raw }) => raw).join('')
          if (!text.startsWith(read)) return restart(text)
          settled = [...settled, ...done.flatMap(parseToken)]
          settledText = read
        }
        return [...settled, ...tokens.slice(border > 0 ? border + 1 : 0).flatMap(parseToken)]
      } catch {
        return [...settled, plainBlock(text.slice(settledText.length))]
      }
    },
  }

  // Tabs and odd line ends are rewritten while reading; then the pieces do not add up to the text, and it is read whole.
  function restart(text: string): readonly ParsedBlock[] {
    settled = []
    settledText = ''
    return parseMarkdown(text)
  }
}
