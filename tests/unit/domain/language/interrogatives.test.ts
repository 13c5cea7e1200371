import { describe, expect, it } from 'vitest'
import { isInterrogative } from '../../../../src/domain/language/interrogatives.ts'

describe('isInterrogative', () => {
  it.each(['Where is it?', '「どこ？」', '鍵はどこですか', '誰に頼みましたか。', '本当に来るのか'])(
    'hears a question in %j',
    (text) => {
      expect(isInterrogative(text)).toBe(true)
    },
  )

  it.each(['The key is here.', '鍵はここです。', '静かな庭', 'いつか行きます。', 'ほのか'])(
    'hears none in %j',
    (text) => {
      expect(isInterrogative(text)).toBe(false)
    },
  )
})
