import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dominantScript, languageOf } from '../../../../src/domain/language/scripts.ts'
import { splitSentences } from '../../../../src/domain/language/sentences.ts'

const texts = (text: string): string[] => splitSentences(text).map((sentence) => sentence.text)

describe('splitSentences', () => {
  it('cuts English at the ends of sentences, not inside numbers and names', () => {
    expect(texts('Version 3.2 is out. It needs Node 20! Does it? Yes.')).toEqual([
      'Version 3.2 is out.',
      'It needs Node 20!',
      'Does it?',
      'Yes.',
    ])
  })

  it('does not cut after initials, titles and numbers of things', () => {
    expect(texts('Ask Dr. M. Theo of the U.S. office. See No. 5 and Fig. 2 of Prof. Sato. No. That is all.')).toEqual([
      'Ask Dr. M. Theo of the U.S. office.',
      'See No. 5 and Fig. 2 of Prof. Sato.',
      'No.',
      'That is all.',
    ])
  })

  it('cuts Japanese at 。！？ but not before a closing bracket', () => {
    expect(texts('彼は「行きます。」と言った。本当？はい！')).toEqual([
      '彼は「行きます。」と言った。',
      '本当？',
      'はい！',
    ])
  })

  it('cuts between paragraphs and list items', () => {
    expect(texts('First\n\nSecond\n- one\n- two')).toEqual(['First', 'Second', '- one', '- two'])
  })

  it('says where each sentence stands, and loses nothing but space', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'B', '.', '。', ' ', '\n', '」', '1', '- ') }), (text) => {
        const sentences = splitSentences(text)

        for (const sentence of sentences) {
          expect(text.slice(sentence.start, sentence.start + sentence.text.length)).toBe(sentence.text)
        }
        expect(
          sentences
            .map((sentence) => sentence.text)
            .join('')
            .replace(/\s/g, ''),
        ).toBe(text.replace(/\s/g, ''))
      }),
    )
  })
})

describe('dominantScript and languageOf', () => {
  it.each([
    ['How do I reset my password?', 'latin', 'en'],
    ['パスワードをリセットするには？', 'japanese', 'ja'],
    ['Node.jsのインストール方法', 'japanese', 'ja'],
    ['The word 東京 means Tokyo in this English sentence', 'latin', 'en'],
  ])('reads %j as %s', (text, script, language) => {
    expect(dominantScript(text)).toBe(script)
    expect(languageOf(text)).toBe(language)
  })

  it('falls back where a text shows no language', () => {
    expect(languageOf('123 !?', 'ja')).toBe('ja')
    expect(languageOf('123 !?')).toBe('en')
  })
})
