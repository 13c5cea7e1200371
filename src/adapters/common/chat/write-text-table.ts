import { displayWidth, graphemesOf, graphemeWidth } from './characters.ts'

const GAP = ' | '
const RULE_GAP = '-+-'
/** Narrower columns than this cannot be read; a table that would need them is written as a list of rows. */
const NARROWEST = 5

/**
 * A table as lines for a font of equal widths, the first row as its header. Long cells are wrapped, so that no line has
 * more columns than asked for (longer only where a single character is wider than a column).
 * @param rows without line breaks in the cells
 * @param columns at least 20
 */
export function writeTextTable(rows: readonly (readonly string[])[], columns: number): string[] {
  const count = Math.max(0, ...rows.map((row) => row.length))
  const table = rows.map((row) => Array.from({ length: count }, (_, column) => row[column] ?? ''))
  const room = columns - GAP.length * (count - 1)
  if (count > 1 && room < NARROWEST * count) return writeRecords(table, columns)
  const widths = fitWidths(table, room)
  const wrapped = table.map((row) => writeRow(row, widths))
  const rule = widths.map((width) => '-'.repeat(Math.max(1, width))).join(RULE_GAP)
  // Rows of several lines need something between them.
  const isLoose = wrapped.slice(1).some((lines) => lines.length > 1)
  return wrapped.flatMap((lines, at) => (at === 0 || (isLoose && at < wrapped.length - 1) ? [...lines, rule] : lines))
}

/** The natural width of each column, the widest ones narrowed until all fit. */
function fitWidths(table: readonly (readonly string[])[], room: number): number[] {
  const natural = (table[0] ?? []).map((_, column) =>
    Math.max(1, ...table.map((row) => displayWidth(row[column] ?? ''))),
  )
  const sorted = [...natural].sort((left, right) => left - right)
  let left = room
  for (const [at, width] of sorted.entries()) {
    const share = Math.floor(left / (sorted.length - at))
    if (width > share) return natural.map((wanted) => Math.min(wanted, Math.max(1, share)))
    left -= width
  }
  return natural
}

function writeRow(cells: readonly string[], widths: readonly number[]): string[] {
  const wrapped = cells.map((cell, column) => wrapText(cell, widths[column] ?? 1))
  const height = Math.max(1, ...wrapped.map((lines) => lines.length))
  return Array.from({ length: height }, (_, line) =>
    wrapped
      .map((lines, column) => padEnd(lines[line] ?? '', widths[column] ?? 0))
      .join(GAP)
      .trimEnd(),
  )
}

/** Cuts a text into lines of at most so many columns, between words where there are any. */
function wrapText(text: string, width: number): string[] {
  if (displayWidth(text) <= width) return [text]
  const lines: string[] = []
  let line = ''
  let used = 0
  let space = -1
  for (const grapheme of graphemesOf(text)) {
    const wide = graphemeWidth(grapheme)
    if (used + wide > width && line !== '') {
      // A space in the latter half is worth the room that stays empty behind it.
      const cut = space > line.length / 2 ? space : line.length
      lines.push(line.slice(0, cut).trimEnd())
      line = grapheme === ' ' && cut === line.length ? '' : line.slice(cut).trimStart()
      used = displayWidth(line)
      space = -1
      if (grapheme === ' ' && line === '') continue
    }
    if (grapheme === ' ') space = line.length
    line += grapheme
    used += wide
  }
  return line.trim() === '' ? lines : [...lines, line.trimEnd()]
}

function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)))
}

function writeRecords([header = [], ...rows]: readonly (readonly string[])[], columns: number): string[] {
  if (rows.length === 0) return wrapText(header.join(', '), columns)
  return rows.flatMap((row, at) => [
    ...(at === 0 ? [] : ['']),
    ...row.flatMap((cell, column) =>
      cell === '' ? [] : wrapText(`${header[column] === '' ? '' : `${header[column]}: `}${cell}`, columns),
    ),
  ])
}
