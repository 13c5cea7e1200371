import { describe, expect, it } from 'vitest'
import { loadMath } from '../../../tools/calculation/load-math.ts'
import { convertUnit } from '../../../tools/units/convert.ts'
import { UNITS } from '../../../tools/units/unit-names.ts'
import { callTool, toolsWith } from './call-tool.ts'

const tools = toolsWith()
const convert = (amount: number, from: string, to: string, language: 'en' | 'ja' = 'en') =>
  callTool(tools, 'convert_unit', { amount, from, to }, { language })

describe('converting units', () => {
  it.each([
    [5, 'miles', 'km', '5 miles = 8.04672 km'],
    [100, 'F', 'C', '100 F ≈ 37.77777778 C'],
    [-40, '華氏', '摂氏', '-40 華氏 = -40 摂氏'],
    [0, 'K', '℃', '0 K = -273.15 ℃'],
    [2, 'GiB', 'MB', '2 GiB = 2147.483648 MB'],
    [1, 'Mb', 'MB', '1 Mb = 0.125 MB'],
    [121, '坪', '平米', '121 坪 = 400 平米'],
    [6, '畳', 'm²', '6 畳 = 9.72 m²'],
    [10, '合', '升', '10 合 = 1 升'],
    [1, '升', 'リットル', '1 升 ≈ 1.803906837 リットル'],
    [1, '貫', 'kg', '1 貫 = 3.75 kg'],
    [1, 'acre', 'm2', '1 acre = 4046.8564224 m2'],
    [60, 'mph', 'km/h', '60 mph = 96.56064 km/h'],
    [1, 'N m', 'J', '1 N m = 1 J'],
    [0.1, 'm', 'cm', '0.1 m = 10 cm'],
  ])('turns %d %s into %s', async (amount, from, to, text) => {
    expect(await convert(amount, from, to)).toEqual({ text, isError: false })
  })

  it('takes an ambiguous name for what the other unit measures', async () => {
    const [length, mass] = [await convert(5, 'キロ', 'マイル'), await convert(5, 'キロ', 'ポンド')]

    expect([length.text, mass.text]).toEqual(['5 キロ ≈ 3.106855961 マイル', '5 キロ ≈ 11.02311311 ポンド'])
  })

  it.each([
    ['m', 'kg'],
    ['yen', 'usd'],
    ['km^99', 'm'],
    ['constructor', 'm'],
    ['m', '"m"'],
  ])('refuses to turn %s into %s, in both languages', async (from, to) => {
    expect(await convert(1, from, to)).toMatchObject({ isError: true })
    expect((await convert(1, from, to, 'ja')).text).toContain('単位')
  })

  it('knows every unit that it has a name for', async () => {
    const math = await loadMath()

    for (const { quantity, unit, names, symbols = [] } of UNITS) {
      const others = UNITS.filter((other) => other.quantity === quantity && other.unit !== unit)
      for (const other of others.slice(0, 2)) {
        const there = convertUnit({ amount: 3, from: unit, to: other.unit }, math)
        const back = convertUnit({ amount: Number(there), from: other.unit, to: unit }, math)

        expect(Number(back), `${names[0] ?? symbols[0]} to ${other.unit}`).toBeCloseTo(3, 8)
      }
    }
  })
})
