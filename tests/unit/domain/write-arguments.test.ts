import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { writeArguments } from '../../../src/domain/write-arguments.ts'
import { hostileArguments } from '../../fakes/hostile-arguments.ts'

const most = 1_000_000

describe('writing the arguments of a call', () => {
  it('shows them as they are, in any language', () => {
    const { text, isWhole } = writeArguments(
      { to: 'a@example.com', 件名: '来週の「会議」', n: [1, true, null] },
      { most },
    )

    expect(isWhole).toBe(true)
    expect(text).toBe(
      '{\n  "to": "a@example.com",\n  "件名": "来週の「会議」",\n  "n": [\n    1,\n    true,\n    null\n  ]\n}',
    )
  })

  it.each([
    [
      'what is not seen',
      'pay\u200b\u2060\u{e0041}\u3164\u2800\u0000\u001b[8m',
      '\\\\u200b.*\\\\udb40.*\\\\u3164.*\\\\u001b',
    ],
    ['what turns the order round', 'invoice\u202egpj.exe', 'invoice\\\\u202egpj'],
    ['what looks like a space', 'a\u00a0b\u3000c', 'a\\\\u00a0b\\\\u3000c'],
    ['what ends a block of code', '```\n@here', '\\\\u0060\\\\u0060\\\\u0060\\\\n@here'],
    ['what covers other characters', 'o\u0301\u0301\u0301 \u20dd', 'o\u0301\u0301\\\\u0301 \\\\u20dd'],
    ['room that hides what follows', `a${' '.repeat(9)}b`, 'a(?:\\\\u0020){9}b'],
  ])('writes %s as escapes', (_what, value, seen) => {
    const { text } = writeArguments({ value }, { most })

    expect(text).toMatch(new RegExp(seen, 'u'))
    expect(JSON.parse(text)).toEqual({ value })
  })

  it('writes more as escapes where a surface would make something of it', () => {
    const isPlain = (json: string) => !json.includes('<@')

    const { text, isWhole } = writeArguments({ body: '<@U1> & x/y' }, { most, isPlain })

    expect(isWhole).toBe(true)
    expect(text).toContain('"\\u003c\\u0040U1\\u003e \\u0026 x\\u002fy"')
    expect(writeArguments({ a: 'b' }, { most, isPlain: () => false })).toEqual({ text: '…', isWhole: false })
  })

  it('cuts what is too long, visibly, and says so', () => {
    const written = writeArguments({ body: '長い'.repeat(200) }, { most: 100 })
    const torn = writeArguments({ body: '😀'.repeat(50) }, { most: 21 })

    expect(written.isWhole).toBe(false)
    expect(written.text).toMatch(/^\{\n {2}"body": "長い.*…$/u)
    expect(written.text).toHaveLength(100)
    expect(torn.text).not.toMatch(/\p{Cs}/u)
  })

  it('is exact and hides nothing, whatever they hold', () => {
    fc.assert(
      fc.property(hostileArguments, fc.constantFrom('', '@', '<', 'a'), (args, refused) => {
        const isPlain = (json: string) => refused === '' || !json.includes(refused)
        const { text, isWhole } = writeArguments(args, { most, isPlain })

        if (isWhole) expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(args)))
        else expect(text).toBe('…')
        expect(text).not.toMatch(/(?!\n)[\p{C}\p{Default_Ignorable_Code_Point}`]|(?! |\n)\p{Z}/u)
        expect(text).not.toMatch(/\S {8}/)
      }),
      { numRuns: 200 },
    )
  })
})
