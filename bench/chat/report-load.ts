import type { WorkCost } from '../measure/measure-work.ts'
import { type BenchTable, formatNumber, formatRatio } from '../report/table.ts'
import type { ChatPlatform } from './chat-platform.ts'
import type { Estimate } from './estimate.ts'
import type { LoadFigures, Times } from './judge-load.ts'

/** What came of a load, and what it cost the app. */
export interface ChatLoadFigures extends LoadFigures {
  readonly cost: WorkCost
  readonly residentMb: number
}

/** One run of the load. */
export interface NamedLoad {
  readonly name: string
  readonly figures: ChatLoadFigures
  /** Load average of the machine when it began: what else was running. */
  readonly loadBefore: number
}

export function describeOutcomes(loads: readonly NamedLoad[], { shape, words }: ChatPlatform): readonly BenchTable[] {
  const reference = loads[0]?.figures
  return [
    {
      title: `${shape.questions} ${words.questions} in ${shape.withinMs / 1000} s, ${shape.channels} channels, ${shape.users} people`,
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
      notes: loads.flatMap(({ name, figures }) => [
        ...describeRefusals(name, figures),
        ...describeCounts(name, figures),
      ]),
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
      notes: ['Seconds are medians from the delivery of the question to its whole answer.'],
    },
    {
      title: `Calls of ${words.platform}`,
      columns: ['', 'all', 'refused with 429', ...Object.keys(words.calls)],
      rows: loads.map(({ name, figures: { calls } }) => [
        name,
        sum(Object.values(calls).map(({ all }) => all)),
        sum(Object.values(calls).map(({ refused }) => refused[words.tooSoon] ?? 0)),
        ...Object.values(words.calls).map((call) => calls[call]?.all ?? 0),
      ]),
    },
  ]
}

export function describeTimes(loads: readonly NamedLoad[], { words }: ChatPlatform): readonly BenchTable[] {
  const all = [
    [words.acknowledgement, 'acknowledged'],
    ['Delivery to the first sign', 'firstSign'],
    ['Delivery to the first words', 'firstWords'],
    ['Delivery to the whole answer', 'whole'],
    [`Token written by the model to its standing in ${words.platform}`, 'tokenLag'],
  ] as const
  return all.map(([title, key]) => ({
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

function describeRefusals(name: string, { refusals }: ChatLoadFigures): readonly string[] {
  const said = Object.entries(refusals).map(([text, count]) => `${count} times “${text}”`)
  return said.length === 0 ? [] : [`${name} refused: ${said.join('; ')}.`]
}

function describeCounts(name: string, { counts, unacknowledged }: ChatLoadFigures): readonly string[] {
  const all = { ...(unacknowledged === 0 ? {} : { 'not acknowledged': unacknowledged }), ...counts }
  const told = Object.entries(all).map(([what, count]) => `${what}: ${count}`)
  return told.length === 0 ? [] : [`${name}: ${told.join('; ')}.`]
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
