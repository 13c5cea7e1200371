import { describe, expect, it } from 'vitest'
import { dropNearDuplicates } from '../../../src/answer/drop-near-duplicates.ts'

const ENGLISH = (days: string) =>
  `Invoices of suppliers are paid within ${days} days of their arrival, provided that the goods were received in good order and the department that ordered them has confirmed the amount in writing.`
const JAPANESE = (days: string) =>
  `仕入先からの請求書は、品物が問題なく納入され、注文した部門が金額を書面で確認していることを条件に、到着から${days}日以内に支払います。`

const keep = (texts: readonly string[]) => dropNearDuplicates(texts.map((text) => ({ text }))).map(({ text }) => text)

describe('texts that repeat an earlier one', () => {
  it.each([
    ['a copy', [ENGLISH('30'), ENGLISH('30')]],
    ['a copy in other case and white space', [ENGLISH('30'), ENGLISH('30').toUpperCase().replaceAll(' ', '  ')]],
    ['a part', [ENGLISH('30'), ENGLISH('30').slice(0, 120)]],
    ['a copy in Japanese', [JAPANESE('30'), JAPANESE('３０')]],
  ])('are dropped: %s', (_name, texts) => {
    expect(keep(texts)).toEqual(texts.slice(0, 1))
  })

  it.each([
    ['another number', [ENGLISH('30'), ENGLISH('45')]],
    ['another number in Japanese', [JAPANESE('30'), JAPANESE('45')]],
    ['another number in kanji', [JAPANESE('三十'), JAPANESE('四十五')]],
    ['more', [ENGLISH('30').slice(0, 100), ENGLISH('30')]],
  ])('stay where they say something else: %s', (_name, texts) => {
    expect(keep(texts)).toEqual(texts)
  })
})
