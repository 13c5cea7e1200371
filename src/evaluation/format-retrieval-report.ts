import { digits, signedWithInterval, withInterval } from './format-numbers.ts'
import { formatTable } from './format-table.ts'
import type { RetrievalReport } from './run-retrieval-eval.ts'
import { LEGS } from './score-legs.ts'

/** The report as a table for a terminal, without a final line break. */
export function formatRetrievalReport(report: RetrievalReport): string {
  const rows = LEGS.map((leg) => {
    const { ci95, ci95at5, ...scores } = report.legs[leg]
    return [
      leg,
      withInterval(scores['ndcg@10'], ci95),
      withInterval(scores['ndcg@5'], ci95at5.ndcg),
      withInterval(scores['recall@5'], ci95at5.recall),
      digits(scores['recall@10']),
      digits(scores['mrr@10']),
    ]
  })
  const { fusedMinusLexical: difference } = report
  const skipped = report.skipped === 0 ? '' : `, ${report.skipped} without a relevant document left out`
  return [
    `${report.set}: ${report.queries} queries over ${report.documents} documents${skipped}`,
    formatTable([['leg', 'nDCG@10 [95 %]', 'nDCG@5 [95 %]', 'recall@5 [95 %]', 'recall@10', 'MRR@10'], ...rows]),
    `fused − lexical nDCG@10: ${signedWithInterval(difference['ndcg@10'], difference.ci95)}, nDCG@5: ${signedWithInterval(difference['ndcg@5'], difference.ci95at5)}`,
  ].join('\n')
}
