/** Relevance by document; scores above 0 are relevant, 0 and below are judged irrelevant. */
export type Gains = ReadonlyMap<string, number>

/**
 * Normalised discounted cumulative gain, 0 to 1, with the score itself as gain:
 * DCG@k = Σ_{i=1..k} gain_i / log2(i + 1), divided by the DCG@k of the best possible order. 0 where nothing is relevant.
 * A document that a ranking repeats counts at its first place; the repeat is passed over.
 */
export function ndcgAt(k: number, ranking: readonly string[], gains: Gains): number {
  const ideal = [...gains.values()].filter((gain) => gain > 0).sort((a, b) => b - a)
  const best = discount(ideal.slice(0, k))
  if (best === 0) return 0
  return discount(firstPlaces(ranking, k).map((id) => Math.max(0, gains.get(id) ?? 0))) / best
}

/** Share of the relevant documents among the first k: |relevant ∩ top k| / |relevant|. 0 where nothing is relevant. */
export function recallAt(k: number, ranking: readonly string[], gains: Gains): number {
  let relevant = 0
  for (const gain of gains.values()) if (gain > 0) relevant += 1
  if (relevant === 0) return 0
  return firstPlaces(ranking, k).filter((id) => (gains.get(id) ?? 0) > 0).length / relevant
}

/** Reciprocal rank of the first relevant document among the first k, else 0. Its mean over queries is MRR@k. */
export function reciprocalRankAt(k: number, ranking: readonly string[], gains: Gains): number {
  const at = firstPlaces(ranking, k).findIndex((id) => (gains.get(id) ?? 0) > 0)
  return at < 0 ? 0 : 1 / (at + 1)
}

/** Arithmetic mean; 0 of nothing. */
export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}

function discount(gains: readonly number[]): number {
  return gains.reduce((sum, gain, at) => sum + gain / Math.log2(at + 2), 0)
}

function firstPlaces(ranking: readonly string[], k: number): string[] {
  const seen = new Set<string>()
  for (const id of ranking) {
    if (seen.size === k) break
    seen.add(id)
  }
  return [...seen]
}
