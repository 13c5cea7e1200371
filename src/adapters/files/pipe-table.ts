/** Writes rows as a Markdown table, the first row as its header. Nothing when no cell has text. */
export function writePipeTable(rows: readonly (readonly string[])[]): string {
  const filled = rows.filter((row) => row.some((cell) => cell.trim() !== ''))
  const columns = Math.max(0, ...filled.map((row) => row.length))
  if (filled.length === 0) return ''
  const lines = filled.map((row) => writeRow(Array.from({ length: columns }, (_, column) => row[column] ?? '')))
  lines.splice(1, 0, writeRow(Array.from({ length: columns }, () => '---')))
  return lines.join('\n')
}

function writeRow(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replace(/\s+/g, ' ').trim().replaceAll('|', '\\|')).join(' | ')} |`
}

/** The second line of a Markdown table. */
export const DELIMITER_ROW = /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/
