import { readCodeSpan } from '../read-code-span.ts'
import { writeTextTable } from '../write-text-table.ts'
import { createInlineConverter } from './convert-inline.ts'
import type { InlineDialect, MarkdownDialect } from './dialect.ts'
import { flattenInline, linksOf } from './flatten-inline.ts'

const MOST_LINKS = 20
const LEAST_COLUMNS = 40

export interface TableSource {
  readonly rows: readonly (readonly string[])[]
  /** What each line begins with. */
  readonly prefix: string
}

/** Writes a table as code that lines up, since chat platforms show none everywhere; the links of it stand below. */
export function writeTable(
  { rows, prefix }: TableSource,
  { blocks, inline }: MarkdownDialect,
  emit: (text: string) => void,
): void {
  const cells = rows.map((row) => row.map((cell) => readCell(cell, inline)))
  const table = writeTextTable(
    cells.map((row) => row.map(({ text }) => text)),
    Math.max(LEAST_COLUMNS, blocks.columns - prefix.length),
  )
  const hasWords = table.some((line) => line.trim() !== '')
  const filler = hasWords || blocks.fences.filler === '' ? [] : [blocks.fences.filler]
  emit(['```', ...table, ...filler, '```'].join(`\n${prefix}`))
  const links = [...new Set(cells.flatMap((row) => row.flatMap((cell) => cell.links)))].slice(0, MOST_LINKS)
  if (links.length > 0) emit(`\n${blocks.blankOf(prefix)}\n${prefix}${links.join(' · ')}`)
}

/** Cells of a row. Pipes that are escaped, or stand in code, belong to the cell. */
export function splitRow(line: string): string[] {
  const source = line.trim().replace(/^\|/, '')
  const cells: string[] = []
  let cell = ''
  for (let at = 0; at < source.length; ) {
    const length = lengthAt(source, at)
    const part = source.slice(at, at + length)
    if (part === '|') {
      cells.push(cell)
      cell = ''
    } else cell += part.replaceAll('\\|', '|')
    at += length
  }
  return (cell.trim() === '' && cells.length > 0 ? cells : [...cells, cell]).map((each) => each.trim())
}

/** Of an escape or code, which are taken as a whole, or of a single character. */
function lengthAt(source: string, at: number): number {
  const character = source.charAt(at)
  if (character === '\\') return 2
  const code = character === '`' ? readCodeSpan(source, at, true) : 'more'
  return code === 'more' ? 1 : code.length
}

interface Cell {
  readonly text: string
  /** Its links, as Markdown. */
  readonly links: readonly string[]
}

function readCell(source: string, dialect: InlineDialect): Cell {
  let markdown = ''
  const converter = createInlineConverter({
    emit: (text) => {
      markdown += text
    },
    prefix: '',
    kind: 'line',
    dialect,
  })
  converter.feed(source.replace(/<br\s*\/?>/gi, ' '))
  converter.end()
  // A run of backticks could end the code block that the table stands in.
  const text = flattenInline(markdown).replace(/`{3,}/g, "'''").replace(/\s+/g, ' ').trim()
  return { text, links: linksOf(markdown) }
}
