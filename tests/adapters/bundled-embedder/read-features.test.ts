import { describe, expect, it } from 'vitest'
import { createFeatureReader } from '../../../src/adapters/bundled-embedder/read-features.ts'

const reader = createFeatureReader()
const featuresOf = (text: string): number[] => Array.from(reader.hashes.subarray(0, reader.read(text)))

describe('createFeatureReader', () => {
  it.each([
    ['Connected', 'connections', 1],
    ['getUserName', 'get user name', 3],
    ['ＡＰＩ', 'api', 1],
    ['user_id', 'user id', 2],
  ])('reads %s and %s alike', (one, other, least) => {
    const common = new Set(featuresOf(one))

    expect(featuresOf(other).filter((feature) => common.has(feature)).length).toBeGreaterThanOrEqual(least)
  })

  it('reads Japanese in pairs, single kanji and katakana words', () => {
    const inner = featuresOf('データの設定')

    expect(inner).toEqual(expect.arrayContaining(featuresOf('設定')))
    expect(inner).toEqual(expect.arrayContaining(featuresOf('データ')))
    expect(featuresOf('ひとこと')).toHaveLength(3)
  })

  it('gives the same features for the same text, always', () => {
    // Other numbers mean that trained weights and stored vectors are void: the format of the weights has to change then.
    expect(featuresOf('Lift 昇降機')).toMatchInlineSnapshot(`
      [
        64914829,
        3951811527,
        2499111903,
        4046708672,
        3095968787,
        1489648863,
      ]
    `)
  })

  it.each(['', ' \n\t', '===', '👍', 'x'.repeat(9_000), '漢'.repeat(9_000), 'ア'.repeat(9_000), 'a1 '.repeat(9_000)])(
    'copes with %j',
    (text) => {
      expect(featuresOf(text).length).toBeLessThanOrEqual(32_000)
      expect(featuresOf(text).length > 0).toBe(text.trim() !== '')
    },
  )
})
