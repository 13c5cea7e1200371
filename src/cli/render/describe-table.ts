import { displayWidth, padToWidth } from '../text/display-width.ts'

/** Rows as columns that line up, also with Japanese text; the last column is not padded. */
export function describeTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => displayWidth(row[column] ?? ''))))
  return rows
    .map((row) =>
      row.map((cell, column) => (column === row.length - 1 ? cell : padToWidth(cell, widths[column] ?? 0))).join('  '),
    )
    .join('\n')
}
