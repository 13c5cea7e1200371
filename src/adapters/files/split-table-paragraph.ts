import { DELIMITER_ROW } from './pipe-table.ts'

/** A Markdown table as a parser without the table extension sees it: the end of a paragraph. */
interface TableParagraph {
  readonly before: string
  /** Header row, delimiter row, data rows. */
  readonly table: readonly string[]
}

/** Finds the table in the source of a paragraph; undefined when there is none. */
export function splitTableParagraph(source: string): TableParagraph | undefined {
  if (!source.includes('|')) return undefined
  const lines = source.split('\n')
  const delimiter = lines.findIndex((line, at) => at > 0 && DELIMITER_ROW.test(line) && lines[at - 1]?.includes('|'))
  if (delimiter < 0) return undefined
  return { before: lines.slice(0, delimiter - 1).join('\n'), table: lines.slice(delimiter - 1) }
}
