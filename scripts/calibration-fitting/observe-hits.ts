import { createBm25Index } from '../../src/adapters/bm25/create-bm25-index.ts'
import { createExactIndex } from '../../src/adapters/exact-scan/create-exact-index.ts'
import { openBundledEmbedder } from '../../src/compose/open-bundled-embedder.ts'
import { PUBLIC } from '../../src/domain/audience.ts'
import { dominantScript } from '../../src/domain/language/scripts.ts'
import { analyzeTerms } from '../../src/domain/language/terms.ts'
import { createUnifiedIndex, type UnifiedIndex } from '../../src/index/create-unified-index.ts'
import type { Sample, SampleQuery } from './sample-pairs.ts'

/** One of the first hits of a query, with what the index saw of it and whether it answers the query. */
export interface Observation {
  readonly language: SampleQuery['language']
  readonly isTraining: boolean
  readonly isRelevant: boolean
  readonly features: Readonly<Record<FeatureName, number>>
}

/**
 * What a calibration may look at. `queryTerms`: logarithm of the number of distinct terms. Of the fused score: `lead`
 * over the next hit, `lag` behind the first, `lift` above the tenth, which stands for what chance alone reaches.
 */
export const FEATURES = ['lexical', 'cosine', 'queryTerms', 'lead', 'lag', 'lift'] as const
export type FeatureName = (typeof FEATURES)[number]

/** Hits of each query that are looked at, and the one that they are held against. */
const HITS = 5
const BACKGROUND = 10

const BATCH = 1_000

/** Indexes the sample's texts with the bundled embedder and searches for its queries. */
export async function observeHits({ texts, queries }: Sample): Promise<Observation[]> {
  const index = await buildIndex(texts)
  const { signal } = new AbortController()
  const observations: Observation[] = []
  for (const { query, language, isTraining, answers } of queries) {
    const request = { task: 'qa' as const, text: query, audience: [PUBLIC], limit: BACKGROUND }
    const hits = await index.search(request, signal)
    const queryTerms = Math.log(1 + new Set(analyzeTerms(query)).size)
    const best = hits[0]?.score ?? 0
    const background = hits[BACKGROUND - 1]?.score ?? 0
    for (const [at, { key, score, legs }] of hits.slice(0, HITS).entries()) {
      const text = texts[key - 1]!
      observations.push({
        language,
        isTraining,
        isRelevant: answers.has(text),
        features: {
          lexical: legs.lexical?.score ?? 0,
          cosine: legs.dense?.score ?? 0,
          queryTerms,
          lead: score - (hits[at + 1]?.score ?? 0),
          lag: best - score,
          lift: score - background,
        },
      })
    }
  }
  return observations
}

async function buildIndex(texts: readonly string[]): Promise<UnifiedIndex> {
  const index = createUnifiedIndex({
    embedder: openBundledEmbedder(),
    createLexicalIndex: () => createBm25Index(),
    createVectorIndex: (_namespace, _space, dimension) => createExactIndex(dimension),
  })
  const { signal } = new AbortController()
  for (let at = 0; at < texts.length; at += BATCH) {
    const batch = texts.slice(at, at + BATCH).map((text) => ({ title: '', text }))
    const vectors = await index.embedKeys('knowledge', batch, signal)
    index.attach(
      batch.map(({ title, text }, place) => ({
        key: at + place + 1,
        namespace: 'knowledge',
        audience: PUBLIC,
        createdAt: 0,
        threadId: null,
        script: dominantScript(text),
        title,
        text,
        vectors: vectors[place]!,
      })),
    )
  }
  return index
}
