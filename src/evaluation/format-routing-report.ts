import { ROUTE_LABELS } from '../domain/decision.ts'
import { formatTable } from './format-table.ts'
import type { RoutingReport } from './run-routing-eval.ts'

/** The report as tables for a terminal, without a final line break. */
export function formatRoutingReport(report: RoutingReport): string {
  const used = ROUTE_LABELS.filter((label) => report.perLabel[label] !== undefined)
  const scores = used.flatMap((label) => {
    const score = report.perLabel[label]
    if (score === undefined) return []
    return [[label, digits(score.precision), digits(score.recall), digits(score.f1), String(score.support)]]
  })
  const confusion = used
    .filter((gold) => report.confusion[gold] !== undefined)
    .map((gold) => [gold, ...used.map((predicted) => String(report.confusion[gold]?.[predicted] ?? 0))])
  return [
    `${report.set}: ${report.cases} cases, accuracy ${digits(report.accuracy)}, macro F1 ${digits(report.macroF1)}${aside(report)}`,
    formatTable([['label', 'precision', 'recall', 'F1', 'cases'], ...scores]),
    '',
    formatTable([['gold \\ chosen', ...used], ...confusion]),
    '',
    `right label among those acted on: ${percent(report.covered)}`,
    `needless searches: ${percent(report.needlessSearches)} of the cases that need none`,
    `missed searches: ${percent(report.missedSearches)} of the cases that need one`,
  ].join('\n')
}

function aside({ fourWay }: RoutingReport): string {
  if (fourWay === undefined) return ''
  return ` (knowledge or not; all four labels: accuracy ${digits(fourWay.accuracy)}, macro F1 ${digits(fourWay.macroF1)})`
}

function digits(value: number): string {
  return value.toFixed(3)
}

function percent(value: number | null): string {
  return value === null ? 'none' : `${(value * 100).toFixed(1)} %`
}
