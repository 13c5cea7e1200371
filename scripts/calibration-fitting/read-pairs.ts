import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { createHoldOut } from './held-out.ts'

/** A query and a text that answers it, found together rather than judged: a heading and its section, a question and its answer. */
export interface Pair {
  readonly language: 'en' | 'ja'
  /** Where the pair comes from. */
  readonly source: string
  readonly query: string
  readonly text: string
  /** The embedder in the box was not trained on it. */
  readonly isUnseen: boolean
}

/** A line of the pairs file. `s` is the source, `k` is the language of both ends, or `x` where they differ. */
const PairLine = z.object({ s: z.string(), k: z.enum(['en', 'ja', 'x']), q: z.string(), d: z.string() })

/** Texts shorter than this say too little to be found or not found. */
const LEAST_TEXT = 60

/**
 * Reads the pairs that can teach what a score is worth. Left out: pairs across languages, very short texts, and queries
 * that are a sentence of their text or stand word for word in it, since nobody asks by quoting the answer.
 */
export async function readPairs(path: string): Promise<Pair[]> {
  const pairs: Pair[] = []
  const isHeldOut = createHoldOut()
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line === '') continue
    const { s, k, q, d } = PairLine.parse(JSON.parse(line))
    const query = q.trim()
    const isUnseen = isHeldOut(s)
    if (k === 'x' || query === '' || d.length < LEAST_TEXT || STATEMENT.test(query) || isQuoted(query, d)) continue
    pairs.push({ language: k, source: s, query, text: d, isUnseen })
  }
  return pairs
}

/** Ends as a sentence that asks nothing, or as a reference with its date. */
const STATEMENT = /[.。．」』]$|日付?$/

const LONG_QUERY = 30

/** A short heading may well recur in its section; a whole sentence that does was cut from it. */
function isQuoted(query: string, text: string): boolean {
  return query.length >= LONG_QUERY && text.includes(query.slice(0, LONG_QUERY))
}
