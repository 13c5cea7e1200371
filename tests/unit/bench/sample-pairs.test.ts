import { describe, expect, it } from 'vitest'
import type { Pair } from '../../../scripts/calibration-fitting/read-pairs.ts'
import { samplePairs } from '../../../scripts/calibration-fitting/sample-pairs.ts'

const PAIRS: readonly Pair[] = Array.from({ length: 400 }, (_, at) => ({
  language: at % 2 === 0 ? 'en' : 'ja',
  source: at % 3 === 0 ? 'questions' : 'headings',
  query: at % 2 === 0 ? `What is number ${at}?` : `${at}番とは何ですか`,
  text: `Text ${at}`,
  isUnseen: at % 5 !== 0,
}))

describe('drawing a sample of pairs', () => {
  it('keeps every text of a held-out query out of the corpus', () => {
    const { texts, queries } = samplePairs(PAIRS, { size: 200, seed: 1, sources: [] })

    const heldOut = queries.filter(({ isHeldOut }) => isHeldOut)
    expect(heldOut.length).toBeGreaterThan(10)
    for (const { answers } of heldOut) expect([...answers].filter((text) => texts.includes(text))).toEqual([])
  })

  it('draws queries from the named sources and surrounds them with texts of the others', () => {
    const { texts, queries } = samplePairs(PAIRS, { size: 200, seed: 1, sources: ['questions'] })

    const sourceOf = new Map(PAIRS.map(({ query, source }) => [query, source]))
    expect(new Set(queries.map(({ query }) => sourceOf.get(query)))).toEqual(new Set(['questions']))
    expect(texts.some((text) => PAIRS.some((pair) => pair.text === text && pair.source === 'headings'))).toBe(true)
  })

  it('asks nothing that the embedder was trained on', () => {
    const { queries } = samplePairs(PAIRS, { size: 400, seed: 1, sources: [] })

    const seen = new Set(PAIRS.filter(({ isUnseen }) => !isUnseen).map(({ query }) => query))
    expect(queries.filter(({ query }) => seen.has(query))).toEqual([])
  })

  it('is the same for the same seed and another for another', () => {
    const queriesOf = (seed: number): string[] =>
      samplePairs(PAIRS, { size: 100, seed, sources: [] }).queries.map(({ query }) => query)

    expect(queriesOf(1)).toEqual(queriesOf(1))
    expect(queriesOf(1)).not.toEqual(queriesOf(2))
  })
})
