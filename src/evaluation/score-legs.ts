import { estimateDifference, estimateMean } from './bootstrap.ts'
import { type Gains, mean, ndcgAt, recallAt, reciprocalRankAt } from './metrics.ts'

export const LEGS = ['lexical', 'dense', 'fused'] as const
type Leg = (typeof LEGS)[number]

export interface LegReport {
  readonly 'ndcg@5': number
  readonly 'ndcg@10': number
  readonly 'recall@5': number
  readonly 'recall@10': number
  readonly 'mrr@10': number
  /** 95 % bootstrap interval of nDCG@10. */
  readonly ci95: readonly [number, number]
  /** 95 % bootstrap intervals of what counts where only a few results are looked at, such as tools. */
  readonly ci95at5: { readonly ndcg: readonly [number, number]; readonly recall: readonly [number, number] }
}

interface Measures {
  readonly ndcg: number[]
  readonly ndcg5: number[]
  readonly recall5: number[]
  readonly recall10: number[]
  readonly reciprocalRank: number[]
}

/** Collects one number per query, measure and leg. */
export interface LegScores {
  add(rankings: Readonly<Record<Leg, readonly string[]>>, gains: Gains): void
  count(): number
  readonly measures: Readonly<Record<Leg, Measures>>
}

export function createLegScores(depth: number): LegScores {
  const empty = (): Measures => ({ ndcg: [], ndcg5: [], recall5: [], recall10: [], reciprocalRank: [] })
  const measures = { lexical: empty(), dense: empty(), fused: empty() }
  return {
    measures,
    count: () => measures.fused.ndcg.length,
    add(rankings, gains) {
      for (const leg of LEGS) {
        measures[leg].ndcg.push(ndcgAt(depth, rankings[leg], gains))
        measures[leg].ndcg5.push(ndcgAt(5, rankings[leg], gains))
        measures[leg].recall5.push(recallAt(5, rankings[leg], gains))
        measures[leg].recall10.push(recallAt(depth, rankings[leg], gains))
        measures[leg].reciprocalRank.push(reciprocalRankAt(depth, rankings[leg], gains))
      }
    },
  }
}

/** Means with their intervals. */
export async function summariseLegs({ measures }: LegScores, signal: AbortSignal) {
  const summarise = async (leg: Leg): Promise<LegReport> => {
    const { ndcg, ndcg5, recall5, recall10, reciprocalRank } = measures[leg]
    const estimate = await estimateMean(ndcg, signal)
    const [ndcgAt5, recallAt5] = [await estimateMean(ndcg5, signal), await estimateMean(recall5, signal)]
    return {
      'ndcg@5': ndcgAt5.mean,
      'ndcg@10': estimate.mean,
      'recall@5': recallAt5.mean,
      'recall@10': mean(recall10),
      'mrr@10': mean(reciprocalRank),
      ci95: estimate.interval,
      ci95at5: { ndcg: ndcgAt5.interval, recall: recallAt5.interval },
    }
  }
  const legs = { lexical: await summarise('lexical'), dense: await summarise('dense'), fused: await summarise('fused') }
  const difference = await estimateDifference({ a: measures.fused.ndcg, b: measures.lexical.ndcg }, signal)
  const at5 = await estimateDifference({ a: measures.fused.ndcg5, b: measures.lexical.ndcg5 }, signal)
  const fusedMinusLexical = {
    'ndcg@10': difference.mean,
    ci95: difference.interval,
    'ndcg@5': at5.mean,
    ci95at5: at5.interval,
  }
  return { legs, fusedMinusLexical }
}
