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
    pushBlock(units, match[0].trimEnd(), match.index)
    from = match.index + match[0].length
  }
  pushSentences(units, text, from, text.length)
  return units
}

/** A table of more lines than this is a list of facts: one row answers, the whole would bury it. */
const LONG_TABLE = 6

function pushBlock(units: QuotableUnit[], text: string, start: number): void {
  const kind = blockKind(text)
  if (kind !== 'table' || text.split('\n').length <= LONG_TABLE) {
    units.push({ kind, text, start })
    return
  }
  for (const row of text.matchAll(/[^\n]+/g)) {
    if (!/^[\s|:-]+$/.test(row[0])) units.push({ kind, text: row[0], start: start + row.index })
  }
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
