import type * as z from 'zod'
import { KikuError } from '../domain/errors.ts'
import type { EvaluationFiles } from '../ports/evaluation-set.ts'

/**
 * Reads a JSON Lines file record by record; empty lines are passed over.
 * @throws KikuError `misuse` that names file and line where a record is malformed
 */
export async function* readRecords<Schema extends z.ZodType>(
  files: EvaluationFiles,
  name: string,
  schema: Schema,
  signal: AbortSignal,
): AsyncGenerator<z.output<Schema>> {
  let number = 0
  for await (const line of files.readLines(name, signal)) {
    number += 1
    const text = number === 1 ? line.replace(/^\uFEFF/, '') : line
    if (text.trim() !== '') yield parseRecord(text, schema, `${name}, line ${number}`)
  }
}

/** @throws KikuError `misuse` that says where the record stands */
export function parseRecord<Schema extends z.ZodType>(text: string, schema: Schema, where: string): z.output<Schema> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw malformed(`${where}: this is not JSON.`, cause)
  }
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const path = issue?.path.join('.') ?? ''
  throw malformed(`${where}: ${path === '' ? 'the record' : `'${path}'`} is wrong: ${issue?.message}.`, parsed.error)
}

/** Relevance by query, then document. */
export type Judgements = ReadonlyMap<string, ReadonlyMap<string, number>>

/**
 * Reads a tab-separated file of query, document and score, with or without a header line.
 * @throws KikuError `misuse` that names file and line where a row is malformed
 */
export async function readJudgements(files: EvaluationFiles, name: string, signal: AbortSignal): Promise<Judgements> {
  const judgements = new Map<string, Map<string, number>>()
  let number = 0
  for await (const line of files.readLines(name, signal)) {
    number += 1
    const row = line.replace(/^\uFEFF/, '').replace(/\r$/, '')
    if (row.trim() === '' || (number === 1 && row.startsWith('query-id'))) continue
    const [query, document, score, ...rest] = row.split('\t')
    const gain = Number(score)
    if (!query || !document || rest.length > 0 || score?.trim() === '' || !Number.isFinite(gain)) {
      throw malformed(`${name}, line ${number}: expected query, document and a number, separated by tabs.`)
    }
    const ofQuery = judgements.get(query) ?? new Map<string, number>()
    judgements.set(query, ofQuery.set(document, gain))
  }
  return judgements
}

/** Something in a file of a set that cannot be understood. */
export function malformed(message: string, cause?: unknown): KikuError {
  return new KikuError('misuse', message, { remedy: 'Correct the file, or name another one.', cause })
}
