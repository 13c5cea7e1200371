import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { callTool, toolsWith } from './call-tool.ts'

const tools = toolsWith()
const calculate = (expression: string, language: 'en' | 'ja' = 'en') =>
  callTool(tools, 'calculate', { expression }, { language })

describe('the calculator', () => {
  it.each([
    ['0.1+0.2', '0.1+0.2 = 0.3'],
    ['1.10 * 3', '1.10 * 3 = 3.3'],
    ['(3 + 4) * 2', '(3 + 4) * 2 = 14'],
    ['12.5/100*80', '12.5/100*80 = 10'],
    ['1000+8%', '1000+8% = 1080'],
    ['2^200', '2^200 ≈ 1.60693804425899e+60'],
    ['9999999999999999*9999999999999999', '9999999999999999*9999999999999999 = 99999999999999980000000000000001'],
    ['1/3', '1/3 ≈ 0.333333333333333'],
    ['2/3*3', '2/3*3 = 2'],
    ['mean([3, 5, 10])', 'mean([3, 5, 10]) = 6'],
    ['combinations(50, 6)', 'combinations(50, 6) = 15890700'],
    ['sin(45 deg)^2', 'sin(45 deg)^2 = 0.5'],
    ['det([1,2;3,4])', 'det([1,2;3,4]) = -2'],
    ['sqrt(-4)', 'sqrt(-4) ≈ 2i'],
    ['e^(i*pi)', 'e^(i*pi) ≈ -1'],
    ['10^20 + 1 == 10^20', '10^20 + 1 == 10^20 = false'],
    ['1,234.5 + 1', '1234.5 + 1 = 1235.5'],
    ['max(1,234)', 'max(1,234) = 234'],
    ['３×（４＋５）', '3*(4+5) = 27'],
    ['3²＋√16', '3^2+sqrt(16) = 13'],
    ['１２÷３', '12/3 = 4'],
  ])('works out %s', async (expression, text) => {
    expect(await calculate(expression)).toEqual({ text, isError: false })
  })

  it.each([
    ['a tower of powers', '9^9^9^9'],
    ['a matrix that would fill the memory', 'ones(10000,10000)'],
    ['a chain of factorials', `3${'!'.repeat(490)}`],
    ['the factorial of a huge number', '(10^9)!'],
    ['a series that does not end for huge numbers', 'cosh(1e900)'],
    ['a series that does not end for tiny numbers', 'asin(1e-900)'],
    ['an angle that takes a thousand digits of pi', 'sin(1e999)'],
    ['a remainder that would be wrong for want of digits', 'mod(10^500 + 1, 7)'],
    ['a sum of percentages that doubles with every term', `1${'+1%'.repeat(120)}`],
    ['parentheses without end', `${'('.repeat(240)}1${')'.repeat(240)}`],
    ['a huge power of a matrix', '[1,2;3,4]^1000000000'],
    ['a product of vectors that is too large', `[${'1;'.repeat(110)}1]*[[${'1,'.repeat(110)}1]]`],
    ['a range without end', '1:1e9'],
    ['a percentage of nobody knows what', '5%+3%'],
    ['a division by nothing', '1/0'],
    ['what is no number', 'acos(2)'],
    ['uneven rows', '[[1,2],[3]]'],
    ['half an expression', '3 + (4'],
    ['words', 'the budget for 2024'],
  ])('refuses %s and says so', async (_, expression) => {
    const result = await calculate(expression)

    expect(result.isError).toBe(true)
    expect(result.text.length).toBeGreaterThan(10)
  })

  it.each([
    ['import({})'],
    ['createUnit("x")'],
    ['evaluate("1")'],
    ['parse("1")'],
    ['simplify("1")'],
    ['derivative("x^2", "x")'],
    ['config({})'],
    ['f(x) = x'],
    ['a = 3'],
    ['constructor'],
    ['toString(1)'],
    ['[1,2].constructor'],
    ['{a: 1}'],
    ['5 km to m'],
    ['cos.constructor("return 1")()'],
    ['hasOwnProperty("a")'],
    ['__proto__'],
    ['"a"'],
    ['random()'],
  ])('runs nothing but arithmetic: %s', async (expression) => {
    expect(await calculate(expression)).toMatchObject({ isError: true })
  })

  it('refuses expressions of more than 500 characters before it reads them', async () => {
    expect(await calculate('1+'.repeat(250).concat('1'))).toMatchObject({ isError: true })
  })

  it('gives up between two steps when time is up', async () => {
    let elapsed = 0
    const slow = toolsWith({ clock: { now: () => 0, elapsed: () => (elapsed += 600) } })

    expect(await callTool(slow, 'calculate', { expression: '1+2+3+4' })).toMatchObject({ isError: true })
  })

  it('tells in Japanese what is wrong', async () => {
    expect((await calculate('1/0', 'ja')).text).toContain('無限大')
  })

  it('adds amounts of money as people do on paper', async () => {
    const cents = fc.integer({ min: 0, max: 10_000_000 })

    await fc.assert(
      fc.asyncProperty(cents, cents, async (one, other) => {
        const { text } = await calculate(`${money(one)} + ${money(other)}`)

        expect(text.endsWith(` = ${money(one + other)}`)).toBe(true)
      }),
    )
  })

  it('always answers, whatever is written', async () => {
    const piece = fc.constantFrom(
      '1e999',
      '9',
      '^',
      '!',
      '(',
      ')',
      '*',
      '-',
      '[1,2]',
      ',',
      'sin(',
      'gcd(',
      'e',
      '%',
      ';',
      '=',
      'pow(',
    )
    const expression = fc.array(piece, { minLength: 1, maxLength: 30 }).map((pieces) => pieces.join(''))

    await fc.assert(
      fc.asyncProperty(expression, async (written) => {
        expect(typeof (await calculate(written)).text).toBe('string')
      }),
    )
  })
})

function money(cents: number): string {
  const text = `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`
  return text.replace(/\.?0+$/, (end) => (end.startsWith('.') ? '' : text.includes('.') ? end.replace(/0+$/, '') : end))
}
