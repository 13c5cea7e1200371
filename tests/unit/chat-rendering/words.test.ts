import { describe, expect, it } from 'vitest'
import { chatWords } from '../../../src/adapters/common/chat/words.ts'

const [english, japanese] = [chatWords('en'), chatWords('ja')]

describe('the words of chats', () => {
  it('say how many come first', () => {
    const places = [1, 2, 3, 4, 11, 12, 13, 21, 22, 103, 111]

    expect(places.map(english.waiting).join(' ')).toMatch(
      /next.*2nd.*3rd.*4th.*11th.*12th.*13th.*21st.*22nd.*103rd.*111th/,
    )
    expect(japanese.waiting(3)).toContain('3番目')
  })

  it('name what was searched', () => {
    expect(english.searched(['knowledge', 'history'])).toBe('searched knowledge, history')
    expect(english.searched(['tool'])).toBe('used tools')
    expect(english.searched(['history', 'tool'])).toBe('searched history, used tools')
    expect(japanese.searched(['knowledge', 'history'])).toBe('文書と過去の会話を検索しました')
    expect(japanese.searched(['history', 'tool'])).toBe('過去の会話を検索し、ツールを使いました')
    expect(japanese.searched(['tool'])).toBe('ツールを使いました')
  })

  it('keep buttons short and say the same things in both languages', () => {
    const buttons = [
      'stop',
      'search',
      'searchAnyway',
      'why',
      'tryAgain',
      'share',
      'showPrivately',
      'helpful',
      'notHelpful',
    ] as const

    for (const words of [english, japanese]) {
      expect(buttons.every((name) => words[name].length > 0 && words[name].length <= 30)).toBe(true)
      expect(words.helpfulLabel.length).toBeLessThanOrEqual(75)
      expect(Math.max(words.tools.approve.length, words.tools.decline.length)).toBeLessThanOrEqual(30)
    }
    expect(Object.keys(japanese).sort()).toEqual(Object.keys(english).sort())
    expect(Object.keys(japanese.tools).sort()).toEqual(Object.keys(english.tools).sort())
    expect(Object.keys(japanese.reasons).sort()).toEqual(Object.keys(english.reasons).sort())
  })

  it('say why a file was not read, and why no model wrote', () => {
    expect(english.fileUnread('a.pdf', 'document-encrypted')).toBe(
      'I could not read a.pdf: it is protected with a password.',
    )
    expect(japanese.fileUnread('a.pdf', 'unheard-of')).toBe('a.pdf を読めませんでした。問題が起きました。')
    expect(english.degraded('model-timeout', false)).toBe('The language model took too long.')
    expect(japanese.degraded('model-missing', true)).toContain('出典を引用')
  })
})
