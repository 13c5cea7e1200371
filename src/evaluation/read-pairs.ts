import * as z from 'zod'
import type { EvaluationFiles } from '../ports/evaluation-set.ts'
import { malformed, parseRecord } from './read-records.ts'

/** Two sentences and how similar people find them: 0 (nothing in common) to 5 (the same), as in JGLUE's JSTS. */
export const PairRecord = z.object({
  sentence1: z.string().trim().min(1),
  sentence2: z.string().trim().min(1),
  label: z.number().min(0).max(5),
})
export type PairRecord = z.infer<typeof PairRecord>

/**
 * Reads sentence pairs line by line: JSON Lines, or a table of two sentences and a label between tabs, with or without a
 * header line. Empty lines are passed over.
 * @throws KikuError `misuse` that names file and line where a pair is malformed
 */
export async function* readPairs(
  files: EvaluationFiles,
  name: string,
  signal: AbortSignal,
): AsyncGenerator<PairRecord> {
  let number = 0
  for await (const line of files.readLines(name, signal)) {
    number += 1
    const text = (number === 1 ? line.replace(/^\uFEFF/, '') : line).replace(/\r$/, '')
    if (text.trim() === '') continue
    const where = `${name}, line ${number}`
    if (text.trimStart().startsWith('{')) yield parseRecord(text, PairRecord, where)
    else if (number > 1 || !isHeader(text)) yield parseRow(text, where)
  }
}

function parseRow(text: string, where: string): PairRecord {
  const [sentence1, sentence2, label, ...rest] = text.split('\t')
  const isNumber = label !== undefined && label.trim() !== '' && Number.isFinite(Number(label))
  if (sentence2 === undefined || !isNumber || rest.length > 0) {
    throw malformed(
      `${where}: expected an object with sentence1, sentence2 and label, or two sentences and a number separated by tabs.`,
    )
  }
  return parseRecord(JSON.stringify({ sentence1, sentence2, label: Number(label) }), PairRecord, where)
}

function isHeader(text: string): boolean {
  return text.split('\t').length >= 3 && !Number.isFinite(Number(text.split('\t')[2]))
}
