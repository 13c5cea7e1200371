import { dsvFormat } from 'd3-dsv'
import type { Block } from '../../ports/document-loader.ts'
import { cleanText } from './clean-text.ts'
import { decodeText } from './decode-text.ts'
import { type ParsedDocument, type ParseInput, textBlock } from './parsed-document.ts'

/**
 * Reads CSV and TSV: one block for each row, `column: value` on each line.
 *
 * LangChain's CSVLoader, on the same library, drops cells without a header, merges columns of the same name and
 * writes 'undefined' into short rows, hence the rows are read here.
 */
export function parseRows(input: ParseInput): ParsedDocument {
  const text = cleanText(decodeText(input.bytes, input.charset).text)
  const rows = dsvFormat(input.format === 'tsv' ? '\t' : chooseSeparator(text)).parseRows(text)
  const headerAt = findHeader(rows)
  const header = rows[headerAt] ?? []
  const preface = rows.slice(0, headerAt).flatMap((row) => textBlock('paragraph', row.filter(isFilled).join(' '), {}))
  const records = rows.slice(headerAt + 1)
  // A header alone is still worth finding.
  if (records.length === 0)
    return { title: undefined, blocks: [...preface, ...textBlock('paragraph', header.join(' '), {})] }
  return { title: undefined, blocks: [...preface, ...records.flatMap((row, at) => recordBlock(header, row, at + 1))] }
}

function recordBlock(header: readonly string[], row: readonly string[], number: number): Block[] {
  const lines = row.flatMap((cell, column) => {
    const name = header[column]?.trim() || `${column + 1}`
    return isFilled(cell) ? [`${name}: ${cell.trim()}`] : []
  })
  return textBlock('paragraph', lines.join('\n'), { row: number })
}

// Exports often open with a title line of one cell before the header.
function findHeader(rows: readonly (readonly string[])[]): number {
  const counts = rows.slice(0, 20).map((row) => row.filter(isFilled).length)
  const least = Math.min(2, Math.max(1, ...counts))
  return Math.max(
    0,
    counts.findIndex((count) => count >= least),
  )
}

// European spreadsheets write semicolons, since their comma is the decimal point.
function chooseSeparator(text: string): string {
  const lines = text.slice(0, 5000).split('\n').slice(0, 10)
  const counts = [',', ';', '\t'].map((mark) => ({ mark, count: lines.filter((line) => line.includes(mark)).length }))
  const best = counts.toSorted((left, right) => right.count - left.count)[0]
  return best === undefined || best.count === 0 ? ',' : best.mark
}

function isFilled(cell: string): boolean {
  return cell.trim() !== ''
}
