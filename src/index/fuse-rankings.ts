import type { LegScore } from '../domain/evidence.ts'
import type { LegHit } from '../ports/lexical-index.ts'

/** A hit of the fused ranking. */
export interface FusedHit {
  readonly ordinal: number
  readonly score: number
  readonly lexical: LegScore | undefined
  readonly dense: LegScore | undefined
}

export interface FusionInput {
  /** Best first, scores 0 to 1. */
  readonly lexical: readonly LegHit[]
  /** Best first, cosines. */
  readonly dense: readonly LegHit[]
  /** The cosine of a candidate that the dense leg did not list. */
  readonly cosineOf: (ordinals: readonly number[]) => readonly number[]
  /** What the cosine of this candidate adds to its lexical score. */
  readonly worthOf: (ordinal: number, cosine: number) => number
  /** Stands for the cosine of a candidate that has no vector. Default 0. */
  readonly assumedCosine?: number
}

/**
 * Weighted fusion: normalised BM25 plus what the cosine is worth, over the candidates of both legs. Unlike reciprocal ranks
 * it keeps how sure each leg is, so that a weak dense leg can break ties without overruling exact words.
 */
export function fuseRankings({ lexical, dense, cosineOf, worthOf, assumedCosine = 0 }: FusionInput): FusedHit[] {
  const lexicalScores = rankScores(lexical)
  const denseScores = rankScores(dense)
  const ordinals = [...new Set([...lexicalScores.keys(), ...denseScores.keys()])]
  const unlisted = ordinals.filter((ordinal) => !denseScores.has(ordinal))
  const cosines = new Map(cosineOf(unlisted).map((cosine, at) => [unlisted[at], cosine]))
  const hits = ordinals.map((ordinal): FusedHit => {
    const words = lexicalScores.get(ordinal)
    const near = denseScores.get(ordinal)
    const cosine = near?.score ?? cosines.get(ordinal) ?? 0
    return {
      ordinal,
      score: (words?.score ?? 0) + worthOf(ordinal, cosine === 0 ? assumedCosine : cosine),
      lexical: words,
      dense: near ?? (cosine === 0 ? undefined : { score: cosine, rank: dense.length + 1 }),
    }
  })
  return hits.sort((a, b) => b.score - a.score || a.ordinal - b.ordinal)
}

function rankScores(hits: readonly LegHit[]): Map<number, LegScore> {
  return new Map(hits.map(({ ordinal, score }, at) => [ordinal, { score, rank: at + 1 }]))
}
