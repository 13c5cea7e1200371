import { z } from 'zod'
import { type BenchChunk, type BenchQuery, FEW, readLines } from './corpus.ts'
import { createRandom, drawInteger, shuffle } from './random.ts'
import { synthesizeTexts } from './synthesize-texts.ts'

/** A text with, where known, its title and something that one may ask to find it. */
export interface CorpusText {
  readonly title: string
  readonly text: string
  readonly query?: string | undefined
}

/** A line of a corpus file: `d` or `text`, `s` or `title`, `q` or `query`. Further fields are ignored. */
const CorpusLine = z
  .object({
    d: z.string().optional(),
    text: z.string().optional(),
    s: z.string().optional(),
    title: z.string().optional(),
    q: z.string().optional(),
    query: z.string().optional(),
  })
  .transform(
    (line): CorpusText => ({
      title: line.s ?? line.title ?? '',
      text: line.d ?? line.text ?? '',
      query: line.q ?? line.query,
    }),
  )

/** Queries drawn for each corpus. */
const QUERIES = 1_500

/** So often a query is for a chunk of the small audience, so that finding there can be measured too. */
const FEW_EVERY = 5

const LONGEST_QUERY = 300

export interface CorpusOptions {
  /** JSON Lines files; none for the generated corpus. */
  readonly files: readonly string[]
  readonly size: number
  readonly seed: number
}

/** The corpus and the queries of a run. The same for the same files, size and seed. */
export async function loadCorpus({ files, size, seed }: CorpusOptions): Promise<{
  readonly chunks: readonly BenchChunk[]
  readonly queries: readonly BenchQuery[]
}> {
  const random = createRandom(seed)
  const texts = files.length === 0 ? synthesizeTexts(size, random) : await readTexts(files, size)
  const chunks = texts.map(({ title, text }) => ({ title, text, audience: random() < 0.01 ? FEW : 'public' }))
  const places = shuffle([...texts.keys()], random)
  const asked = mixIn(
    places.filter((place) => chunks[place]!.audience !== FEW),
    places.filter((place) => chunks[place]!.audience === FEW),
  ).slice(0, QUERIES)
  const queries = asked.map((answer) => ({ text: queryFor(texts[answer]!, random), answer }))
  return { chunks, queries: [...new Map(queries.map((query) => [query.text, query])).values()] }
}

/** Puts one of the rare after every few of the common, as long as there are both, and loses none. */
function mixIn(common: readonly number[], rare: readonly number[]): number[] {
  const mixed = common.flatMap((place, at) => {
    const next = rare[at / (FEW_EVERY - 1)]
    return next === undefined ? [place] : [place, next]
  })
  return [...mixed, ...rare.slice(Math.ceil(common.length / (FEW_EVERY - 1)))]
}

/** Distinct texts of all files, as many as are wanted. */
async function readTexts(files: readonly string[], size: number): Promise<CorpusText[]> {
  const texts = new Map<string, CorpusText>()
  for (const file of files) {
    // A tenth more than wanted, for those that are there twice.
    for (const line of await readLines(file, CorpusLine, Math.ceil(size * 1.1))) {
      if (line.text !== '' && texts.size < size && !texts.has(line.text)) texts.set(line.text, line)
    }
  }
  return [...texts.values()]
}

/** What the corpus says one may ask, or a stretch from somewhere in the text. */
function queryFor({ text, query }: CorpusText, random: () => number): string {
  if (query !== undefined && query.trim() !== '') return query.slice(0, LONGEST_QUERY)
  const start = drawInteger(random, Math.max(1, text.length - 60))
  const stretch = text.slice(start, start + 60)
  return /\s/.test(stretch) ? stretch.replace(/^\S*\s|\s\S*$/g, '') || stretch : stretch
}
