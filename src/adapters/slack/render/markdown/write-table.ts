import { readCodeSpan } from '../../../common/chat/read-code-span.ts'
import { writeTextTable } from '../../../common/chat/write-text-table.ts'
import { createInlineConverter } from './convert-inline.ts'

/** Columns that a code block shows in Slack before its lines are wrapped. */
const COLUMNS = 100
const MOST_LINKS = 20
const LINK = /\[((?:[^[\]]|\[[^[\]]*\])*)\]\(([^()\s]+)\)/g

/** Writes a table as code that lines up, since not every client of Slack shows tables; the links of it stand below. */
export function writeTable(rows: readonly (readonly string[])[], prefix: string, emit: (text: string) => void): void {
  const cells = rows.map((row) => row.map(readCell))
  const table = writeTextTable(
    cells.map((row) => row.map(({ text }) => text)),
    Math.max(40, COLUMNS - prefix.length),
  )
  const lines = ['```', ...table, '```'].join(`\n${prefix}`)
  emit(lines)
  const links = [...new Set(cells.flatMap((row) => row.flatMap((cell) => cell.links)))].slice(0, MOST_LINKS)
  if (links.length > 0) emit(`\n${prefix.trimEnd()}\n${prefix}${links.join(' · ')}`)
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

const ENTITIES = new Map(Object.entries({ lt: '<', gt: '>', amp: '&', quot: '"', apos: "'", nbsp: ' ' }))

function readCell(source: string): Cell {
  let markdown = ''
  const converter = createInlineConverter({
    emit: (text) => {
      markdown += text
    },
    prefix: '',
    kind: 'line',
  })
  converter.feed(source.replace(/<br\s*\/?>/gi, ' '))
  converter.end()
  const links = Array.from(markdown.matchAll(LINK), ([link]) => link)
  return { text: flatten(markdown), links }
}

/** Words without marks. What is code keeps its characters. */
function flatten(markdown: string): string {
  let text = ''
  let from = 0
  const pass = (to: number) => {
    text += flattenWords(markdown.slice(from, to))
  }
  for (let at = markdown.indexOf('`'); at >= 0; at = markdown.indexOf('`', at)) {
    const code = readCodeSpan(markdown, at, true)
    if (code !== 'more' && code.isCode) {
      pass(at)
      text += markdown.slice(at, at + code.length).replace(/^`+ ?|(?<=\S) ?`+$/g, '')
      from = at + code.length
    }
    at += code === 'more' ? 1 : code.length
  }
  pass(markdown.length)
  // Such a run could end the code block that the table stands in.
  return text.replace(/`{3,}/g, "'''").replace(/\s+/g, ' ').trim()
}

function flattenWords(words: string): string {
  return words
    .replace(LINK, '$1')
    .replace(/(?<!\\)(\*{1,3}|~~)\u200b?(?=\S)([^*~]*?\S)\u200b?(?<!\\)\1/g, '$2')
    .replace(/(?<![\w\\])(_{1,2})(?=\S)([^_]*?\S)(?<!\\)\1(?!\w)/g, '$2')
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')
    .replace(/&(lt|gt|amp|quot|apos|nbsp);/g, (entity, name: string) => ENTITIES.get(name) ?? entity)
    .replaceAll('\u200b', '')
}
