import { formatTable } from './format-table.ts'
import type { JstsReport } from './run-jsts-eval.ts'

/** The report as a table for a terminal, without a final line break. */
export function formatJstsReport(report: JstsReport, language: 'en' | 'ja'): string {
  const { embedder, task, side } = report
  const words = WORDS[language]
  return [
    words.pairs(report.set, report.pairs),
    words.embedder(`${embedder.id}, ${embedder.preset}, ${embedder.dimension}`, task, side),
    formatTable([
      ['', words.correlation],
      ['Spearman', withInterval(report.spearman, report.ci95)],
      ['Pearson', withInterval(report.pearson, report.pearsonCi95)],
    ]),
  ].join('\n')
}

const WORDS = {
  en: {
    pairs: (set: string, pairs: number) => `${set}: ${pairs} sentence pairs`,
    embedder: (about: string, task: string, side: string) => `embedder: ${about}; task ${task}, side ${side}`,
    correlation: 'correlation [95 %]',
  },
  ja: {
    pairs: (set: string, pairs: number) => `${set}: ${pairs} 文対`,
    embedder: (about: string, task: string, side: string) => `埋め込み: ${about}; task ${task}, side ${side}`,
    correlation: '[95 %]',
  },
} as const

function withInterval(value: number, [low, high]: readonly [number, number]): string {
  return `${value.toFixed(4)} [${low.toFixed(4)}, ${high.toFixed(4)}]`
}
