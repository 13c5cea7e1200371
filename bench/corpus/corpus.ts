import { createReadStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'

/** One chunk of the corpus that all candidates index. */
export const BenchChunk = z.object({ title: z.string(), text: z.string(), audience: z.string() })
export type BenchChunk = z.infer<typeof BenchChunk>

/** A query with the place in the corpus of a chunk that answers it. */
export const BenchQuery = z.object({ text: z.string(), answer: z.int() })
export type BenchQuery = z.infer<typeof BenchQuery>

/** One chunk in a hundred is for these readers alone. */
export const FEW = 'group:few'

/** Audiences that the searches are measured for. */
export const AUDIENCES = { all: ['public', FEW], 'one in 100': [FEW] } as const
export type AudienceName = keyof typeof AUDIENCES
export const AUDIENCE_NAMES = ['all', 'one in 100'] as const satisfies readonly AudienceName[]

export function readChunks(work: string): Promise<BenchChunk[]> {
  return readLines(join(work, 'chunks.jsonl'), BenchChunk)
}

export function readQueries(work: string): Promise<BenchQuery[]> {
  return readLines(join(work, 'queries.jsonl'), BenchQuery)
}

export async function writeCorpus(
  work: string,
  corpus: { readonly chunks: readonly BenchChunk[]; readonly queries: readonly BenchQuery[] },
): Promise<void> {
  await writeLines(join(work, 'chunks.jsonl'), corpus.chunks)
  await writeLines(join(work, 'queries.jsonl'), corpus.queries)
}

/** Reads a JSON Lines file whole. */
export async function readLines<T>(path: string, schema: z.ZodType<T>, most = Number.POSITIVE_INFINITY): Promise<T[]> {
  const rows: T[] = []
  const lines = createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })
  for await (const line of lines) {
    if (line !== '') rows.push(schema.parse(JSON.parse(line)))
    if (rows.length >= most) break
  }
  return rows
}

async function writeLines(path: string, rows: readonly unknown[]): Promise<void> {
  await writeFile(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
}
