import { splitSentences } from '../domain/language/sentences.ts'

/** A piece of a passage that can be quoted by itself. */
export interface QuotableUnit {
  readonly kind: 'sentence' | 'list' | 'table' | 'code'
  /** Verbatim. */
  readonly text: string
  /** Where it stands in the passage, in UTF-16 units. */
  readonly start: number
}

const BLOCK =
  /^[ \t]*(`{3,}|~{3,})[^\n]*\n[\s\S]*?(?:\n[ \t]*\1[ \t]*(?=\n|$)|$(?![\s\S]))|^[ \t]*\|[^\n]*(?:\n[ \t]*\|[^\n]*)+|^[ \t]*(?:[-*+•・]|\d{1,3}[.)])[ \t]+[^\n]*(?:\n(?:[ \t]+\S|[ \t]*(?:[-*+•・]|\d{1,3}[.)])[ \t])[^\n]*)+/gm

/** Cuts a passage into sentences and blocks (lists, tables, fenced code) that lose their sense when torn apart. */
export function splitBlocks(text: string): QuotableUnit[] {
  const units: QuotableUnit[] = []
  let from = 0
  for (const match of text.matchAll(BLOCK)) {
    pushSentences(units, text, from, match.index)
    units.push({ kind: blockKind(match[0]), text: match[0].trimEnd(), start: match.index })
    from = match.index + match[0].length
  }
  pushSentences(units, text, from, text.length)
  return units
}

function blockKind(block: string): QuotableUnit['kind'] {
  const start = block.trimStart()
  if (start.startsWith('`') || start.startsWith('~')) return 'code'
  return start.startsWith('|') ? 'table' : 'list'
}

function pushSentences(units: QuotableUnit[], text: string, from: number, until: number): void {
  for (const sentence of splitSentences(text.slice(from, until))) {
    units.push({ kind: 'sentence', text: sentence.text, start: from + sentence.start })
  }
}
