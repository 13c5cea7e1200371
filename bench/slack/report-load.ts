import type { SlackLoadFigures } from '../jobs/slack-load.ts'
import { type BenchTable, formatNumber, formatRatio } from '../report/table.ts'
import type { Estimate } from './estimate.ts'
import type { Times } from './judge-load.ts'
import { LOAD } from './load-plan.ts'

/** One run of the load. */
export interface NamedLoad {
  readonly name: string
  readonly figures: SlackLoadFigures
  /** Load average of the machine when it began: what else was running. */
  readonly loadBefore: number
}

export function describeOutcomes(loads: readonly NamedLoad[]): readonly BenchTable[] {
  const reference = loads[0]?.figures
  return [
    {
      title: `${LOAD.mentions} mentions in ${LOAD.withinMs / 1000} s, ${LOAD.channels} channels, ${LOAD.users} people`,
      columns: [
        '',
        'answered',
        'refused',
        'lost',
        'doubled',
        'out of order',
        'asked of the model twice',
        'seconds in all',
        'beside Kiku',
      ],
      rows: loads.map(({ name, figures }) => [
        name,
        figures.answered,
        figures.refused,
        figures.lost,
        figures.doubled,
        figures.orderViolations,
        figures.modelAskedTwice,
        figures.seconds,
        formatRatio(figures.seconds, reference?.seconds ?? Number.NaN),
      ]),
      notes: loads.flatMap(({ name, figures }) => describeRefusals(name, figures)),
    },
    {
      title: 'Fairness and cost',
      columns: [
        '',
        "Jain's index",
        'who ask little: s to the answer',
        'who ask much: s',
        'CPU s',
        'longest block ms',
        'resident MB',
        'load before',
      ],
      rows: loads.map(({ name, figures, loadBefore }) => [
        name,
        figures.fairness,
        figures.lightSeconds,
        figures.eagerSeconds,
        figures.cost.cpuMs / 1000,
        figures.cost.longestBlockMs,
        figures.residentMb,
        loadBefore,
      ]),
      notes: ['Seconds are medians from the delivery of the mention to its whole answer.'],
    },
    {
      title: 'Calls of Slack',
      columns: ['', 'all', 'refused with 429', 'setStatus', 'startStream', 'appendStream', 'update', 'postMessage'],
      rows: loads.map(({ name, figures: { calls } }) => [
        name,
        sum(Object.values(calls).map(({ all }) => all)),
        sum(Object.values(calls).map(({ refused }) => refused.ratelimited ?? 0)),
        ...[
          'assistant.threads.setStatus',
          'chat.startStream',
          'chat.appendStream',
          'chat.update',
          'chat.postMessage',
        ].map((method) => calls[method]?.all ?? 0),
      ]),
    },
  ]
}

const TIMES = {
  'Delivery to acknowledgement': 'acknowledged',
  'Delivery to the first sign': 'firstSign',
  'Delivery to the first words': 'firstWords',
  'Delivery to the whole answer': 'whole',
  'Token written by the model to its standing in Slack': 'tokenLag',
} as const

export function describeTimes(loads: readonly NamedLoad[]): readonly BenchTable[] {
  return Object.entries(TIMES).map(([title, key]) => ({
    title: `${title}, ms`,
    columns: ['', 'p50 [95 %]', 'p95 [95 %]', 'p99 [95 %]', 'most', 'p50 beside Kiku', 'within 300 ms', 'within 1 s'],
    rows: loads.map(({ name, figures }) => {
      const times: Times = figures[key]
      const kiku = loads[0]?.figures[key].p50.value ?? Number.NaN
      return [
        name,
        writeEstimate(times.p50),
        writeEstimate(times.p95),
        writeEstimate(times.p99),
        times.most,
        formatRatio(times.p50.value, kiku),
        writeShare(times.within300),
        writeShare(times.withinSecond),
      ]
    }),
  }))
}

function writeEstimate({ value, low, high }: Estimate): string {
  return `${formatNumber(value)} [${formatNumber(low)}, ${formatNumber(high)}]`
}

function writeShare(share: number): string {
  return `${formatNumber(100 * share)} %`
}

function describeRefusals(name: string, { refusals }: SlackLoadFigures): readonly string[] {
  const said = Object.entries(refusals).map(([text, count]) => `${count} times “${text}”`)
  return said.length === 0 ? [] : [`${name} refused: ${said.join('; ')}.`]
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
