import type { InsightView } from '../../api/schemas/insight.ts'

export type Outcome = 'answered' | 'extracted' | 'abstained'

export const OUTCOMES = ['answered', 'extracted', 'abstained'] as const satisfies readonly Outcome[]

export interface DayBar {
  readonly day: string
  readonly total: number
  /** From the bottom up, as shares of the scale. */
  readonly parts: readonly { readonly outcome: Outcome; readonly from: number; readonly height: number }[]
}

/** The bars of a chart over days. @returns `top`, the round number at the upper edge, at least 4 */
export function stackDays(days: InsightView['days']): { readonly top: number; readonly bars: readonly DayBar[] } {
  const totals = days.map(({ answered, extracted, abstained }) => answered + extracted + abstained)
  const top = roundUp(Math.max(4, ...totals))
  const bars = days.map((day, index) => {
    let from = 0
    const parts = OUTCOMES.flatMap((outcome) => {
      const height = day[outcome] / top
      const part = { outcome, from, height }
      from += height
      return height === 0 ? [] : [part]
    })
    return { day: day.day, total: totals[index] ?? 0, parts }
  })
  return { top, bars }
}

/** The next number of 1, 2, 4, 6 or 8 times a power of ten that halves without a rest, or the smallest of them from 4 on. */
function roundUp(number: number): number {
  const power = 10 ** Math.floor(Math.log10(number))
  const step = [1, 2, 4, 6, 8, 10].find((factor) => factor * power >= number && (factor * power) % 2 === 0) ?? 10
  return step * power
}
