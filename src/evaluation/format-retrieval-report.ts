import { formatTable } from './format-table.ts'
import type { RetrievalReport } from './run-retrieval-eval.ts'
import { LEGS } from './score-legs.ts'

/** The report as a table for a terminal, without a final line break. */
export function formatRetrievalReport(report: RetrievalReport): string {
  const rows = LEGS.map((leg) => {
    const { ci95, ...scores } = report.legs[leg]
    return [
      leg,
      `${digits(scores['ndcg@10'])} [${digits(ci95[0])}, ${digits(ci95[1])}]`,
      digits(scores['recall@5']),
      digits(scores['recall@10']),
      digits(scores['mrr@10']),
    ]
  })
  const { ci95, 'ndcg@10': difference } = report.fusedMinusLexical
  const skipped = report.skipped === 0 ? '' : `, ${report.skipped} without a relevant document left out`
  return [
    `${report.set}: ${report.queries} queries over ${report.documents} documents${skipped}`,
    formatTable([['leg', 'nDCG@10 [95 %]', 'recall@5', 'recall@10', 'MRR@10'], ...rows]),
    `fused − lexical nDCG@10: ${signed(difference)} [${signed(ci95[0])}, ${signed(ci95[1])}]`,
  ].join('\n')
}

function digits(value: number): string {
  return value.toFixed(3)
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`
}
