import { hashText } from './hash-text.ts'
import type { Pair } from './read-pairs.ts'

/** A corpus and queries over it, a part of which have no answer there. */
export interface Sample {
  readonly texts: readonly string[]
  readonly queries: readonly SampleQuery[]
}

export interface SampleQuery {
  readonly language: Pair['language']
  readonly query: string
  /** Texts that answer it, in the corpus or not. */
  readonly answers: ReadonlySet<string>
  /** None of its texts is in the corpus. */
  readonly isHeldOut: boolean
  /** Takes part in fitting, or in measuring the fit. */
  readonly isTraining: boolean
}

export interface SampleOptions {
  /** Texts of the corpus, about. */
  readonly size: number
  readonly seed: number
  /** Sources that the queries are drawn from; the texts of the others surround theirs. All, when empty. */
  readonly sources: readonly string[]
}

/** A query with more texts than this is a word such as 'Example', which asks for nothing in particular. */
const MOST_ANSWERS = 3

/** One query in three finds nothing that answers it. */
const HELD_OUT = 3

/** Queries to a text of the corpus. */
const QUERY_SHARE = 0.5

/**
 * Draws queries in both languages, half each, then fills the corpus with other texts. The texts of a third of the
 * queries are left out, also where another query shares them. Deterministic for a seed.
 */
export function samplePairs(pairs: readonly Pair[], { size, seed, sources }: SampleOptions): Sample {
  const answersOf = groupAnswers(pairs)
  const drawn = (['en', 'ja'] as const).flatMap((language) => {
    const known = pairs.filter(
      (pair) => pair.isUnseen && pair.language === language && (sources.length === 0 || sources.includes(pair.source)),
    )
    const specific = [...new Set(known.map(({ query }) => query))].filter(
      (query) => answersOf.get(query)!.size <= MOST_ANSWERS,
    )
    return shuffle(specific, seed)
      .slice(0, (size * QUERY_SHARE) / 2)
      .map((query) => ({ language, query, answers: answersOf.get(query)! }))
  })
  const heldOut = new Set(drawn.filter(({ query }) => isHeld(query, seed)).flatMap(({ answers }) => [...answers]))
  const corpus = new Set(drawn.flatMap(({ answers }) => [...answers]).filter((text) => !heldOut.has(text)))
  for (const { text } of pairs.filter(({ query }) => hashText(`${seed} fill ${query}`) % 4 === 0)) {
    if (corpus.size >= size) break
    if (!heldOut.has(text)) corpus.add(text)
  }
  const queries = drawn.map((one) => ({
    ...one,
    isHeldOut: ![...one.answers].some((text) => corpus.has(text)),
    isTraining: hashText(`${seed} half ${one.query}`) % 2 === 0,
  }))
  return { texts: [...corpus], queries }
}

function isHeld(query: string, seed: number): boolean {
  return hashText(`${seed} held ${query}`) % HELD_OUT === 0
}

function shuffle(texts: readonly string[], seed: number): string[] {
  return texts
    .map((text) => ({ text, rank: hashText(`${seed} ${text}`) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ text }) => text)
}

function groupAnswers(pairs: readonly Pair[]): Map<string, Set<string>> {
  const answers = new Map<string, Set<string>>()
  for (const { query, text } of pairs) {
    const known = answers.get(query)
    if (known === undefined) answers.set(query, new Set([text]))
    else known.add(text)
  }
  return answers
}
