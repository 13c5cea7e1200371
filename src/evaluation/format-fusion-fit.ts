import type { FittedWeight, FusionFit } from './fit-fusion.ts'
import { digits, signedWithInterval } from './format-numbers.ts'
import { formatTable } from './format-table.ts'

const KEYS: Readonly<Record<FittedWeight, string>> = {
  sameScript: 'embedder.weight',
  crossScript: 'embedder.crossWeight',
}

/** The trials as tables for a terminal, and what to set, without a final line break. */
export function formatFusionFit(fit: FusionFit): string {
  const parts = (['sameScript', 'crossScript'] as const).map((kind) => {
    const trials = fit.trials[kind]
    if (trials.every(({ gain }) => gain === trials[0]?.gain)) return `${KEYS[kind]} makes no difference on this set.`
    const rows = trials.map(({ weight, 'ndcg@10': ndcg, gain, ci95 }) => [
      String(weight),
      digits(ndcg),
      signedWithInterval(gain, ci95),
    ])
    const best = fit.better[kind]
    const advice = best === undefined ? `Keep ${KEYS[kind]} as it is.` : `Set ${KEYS[kind]}: ${best}`
    return `${formatTable([[KEYS[kind], 'nDCG@10', 'gain [95 %]'], ...rows])}\n${advice}`
  })
  const head = `${fit.set}: ${fit.queries} queries over ${fit.documents} documents, nDCG@10 ${digits(fit.present)} now`
  return [head, ...parts].join('\n\n')
}
