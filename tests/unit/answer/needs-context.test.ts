import { describe, expect, it } from 'vitest'
import { needsContext } from '../../../src/answer/needs-context.ts'
import { recogniseSmallTalk } from '../../../src/answer/recognise-small-talk.ts'

describe('a follow-up', () => {
  it.each([
    'What does it cost?',
    'And in Osaka?',
    'What about the second one?',
    'Why?',
    'Who approves that?',
    'Can you tell me that code again?',
    'Please open that file once more',
    'Tell me more about this.',
    'How long do they keep?',
    'それはいくらですか？',
    'その件はどうなりましたか',
    '大阪は？',
    'じゃあ東京の場合は？',
    '他には？',
    'なぜ？',
    '彼はいつ入社しましたか',
    'もっと詳しく教えて',
  ])('leans on what was said before: %s', (text) => {
    expect(needsContext(text)).toBe(true)
  })
})

describe('a message that stands alone', () => {
  it.each([
    'How do I request vacation in the HR portal?',
    'When did the Osaka office open?',
    'Does Kiku run on Windows, and does it need a GPU?',
    'Is it possible to export invoices as CSV from the billing page?',
    'What is Kiku?',
    'Is there a rule that guests sign in?',
    'What is the difference between the Free plan and the Pro plan?',
    '有給休暇は何日ですか？',
    '大阪オフィスの住所を教えてください',
    'プロプランの容量は何GBですか？',
    'バックアップの設定手順は？',
    'Kikuはどこの会社の製品ですか？',
    'thanks a lot!',
    'ありがとうございます',
  ])('is left alone: %s', (text) => {
    expect(needsContext(text)).toBe(false)
  })
})

describe('small talk', () => {
  it.each([
    ['Hi!', 'greeting'],
    ['good morning everyone', 'greeting'],
    ['こんにちは', 'greeting'],
    ['おはようございます！', 'greeting'],
    ['Thank you so much 🙏', 'thanks'],
    ['OK, thanks', 'thanks'],
    ['ありがとう！', 'thanks'],
    ['了解です', 'thanks'],
    ['see you tomorrow', 'farewell'],
    ['お疲れ様でした', 'farewell'],
    ['Who are you?', 'introduction'],
    ['あなたは誰ですか？', 'introduction'],
  ])('is recognised: %s', (text, kind) => {
    expect(recogniseSmallTalk(text)).toBe(kind)
  })

  it.each([
    'Hello world program in Rust',
    'thanks to whom do we have vacation?',
    'こんにちはの語源は？',
    'okay button missing',
  ])('is not a question that begins like it: %s', (text) => {
    expect(recogniseSmallTalk(text)).toBeUndefined()
  })
})
