import { describe, expect, it } from 'vitest'
import { joinsLines } from '../../../src/adapters/common/chat/join-lines.ts'

describe('lines of Japanese', () => {
  it('go on without a space where they were merely wrapped', () => {
    expect(joinsLines('は', '商')).toBe(true)
    expect(joinsLines('、', 'カ')).toBe(true)
  })

  it('stay lines behind a sentence, before a point, and beside other scripts', () => {
    expect(joinsLines('。', '次')).toBe(false)
    expect(joinsLines('：', '次')).toBe(false)
    expect(joinsLines('目', '・')).toBe(false)
    expect(joinsLines('目', '※')).toBe(false)
    expect(joinsLines('は', 'T')).toBe(false)
    expect(joinsLines('s', '東')).toBe(false)
  })
})
