import { describe, expect, it } from 'vitest'
import { summarizeTimes } from '../../../bench/measure/measure-calls.ts'
import { formatNumber, formatRatio, formatTable } from '../../../bench/report/table.ts'

describe('reporting figures', () => {
  it('keeps three digits and never an exponent', () => {
    expect([0.000123456, 1.23456, 99.96, 123_456.7, Number.NaN].map(formatNumber)).toEqual([
      '0.000123',
      '1.23',
      '100',
      '123,457',
      '–',
    ])
  })

  it('sets numbers to the right and texts to the left', () => {
    const table = formatTable({ title: 'Times', columns: ['', 'ms'], rows: [['Kiku', 0.5]], notes: ['On two cores.'] })

    expect(table).toBe('### Times\n\n|  | ms |\n|-|-:|\n| Kiku | 0.5 |\n\nOn two cores.\n')
  })

  it('says how many times the reference', () => {
    expect([formatRatio(3, 2), formatRatio(57.4, 1)]).toEqual(['1.5×', '57.4×'])
  })

  it('finds the middle and the last hundredth', () => {
    const times = Array.from({ length: 200 }, (_, at) => 200 - at)

    expect(summarizeTimes(times)).toEqual({ calls: 200, p50Ms: 101, p99Ms: 199, mostMs: 200 })
  })
})
