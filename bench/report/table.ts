/** A table of figures with what is to be known about them. */
export interface BenchTable {
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | number)[])[]
  readonly notes?: readonly string[]
}

/** The table in Markdown. Numbers keep three significant digits. */
export function formatTable({ title, columns, rows, notes = [] }: BenchTable): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  const rule = columns.map((_, at) => (rows.every((row) => typeof row[at] === 'number' || row[at] === '') ? '-:' : '-'))
  return [
    `### ${title}`,
    '',
    line(columns),
    `|${rule.join('|')}|`,
    ...rows.map((row) => line(row.map((cell) => (typeof cell === 'number' ? formatNumber(cell) : cell)))),
    ...notes.flatMap((note) => ['', note]),
    '',
  ].join('\n')
}

/** Three significant digits, thousands with separators, never an exponent. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return '–'
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-US')
  return Number(value.toPrecision(3)).toString()
}

/** How many times the reference: `1.0×`, `57×`. */
export function formatRatio(value: number, reference: number): string {
  const ratio = value / reference
  return `${ratio >= 10 ? formatNumber(ratio) : ratio.toFixed(1)}×`
}
