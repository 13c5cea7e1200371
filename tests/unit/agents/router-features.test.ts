import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { extractFeatures, isSmallTalk } from '../../../agents/router/extract-features.ts'
import { FEATURE_NAMES, type FeatureName } from '../../../agents/router/feature-names.ts'
import { askedAs } from '../../fakes/routing-fixtures.ts'

const featuresOf = (text: string, earlier: readonly string[] = []) => extractFeatures(askedAs(text, earlier))

const CLAIMS: Partial<Record<FeatureName, { readonly holds: readonly string[]; readonly fails: readonly string[] }>> = {
  'question-form': {
    holds: [
      'Is it open',
      'who wrote it',
      'do you know if they allow dogs',
      '開いていますか',
      '作者は？',
      'なぜ',
      '教えて',
    ],
    fails: ['I went home.', 'Set a timer', '帰りました。', 'タイマーを設定して'],
  },
  'asks-for-fact': {
    holds: ['When did it end?', 'how many are left?', 'いつ終わりましたか', '何人いますか'],
    fails: ['Is it over?', '終わりましたか'],
  },
  'asks-how-or-why': {
    holds: ['How do I log in?', 'ログインの方法は？', 'なぜ落ちるの？'],
    fails: ['Who is it?', '誰ですか'],
  },
  'asks-definition': {
    holds: ['What is meant by WAL?', 'WALとは', 'SLOって何ですか'],
    fails: ['Where is it?', 'どこですか'],
  },
  statement: {
    holds: ['I moved to Osaka.', 'The build is green', '大阪に引っ越しました。', '今日は忙しいです'],
    fails: ['Move it to Osaka', 'did I move?', '引っ越しましたか', '移動して'],
  },
  'bare-phrase': { holds: ['parental leave policy', '有給休暇'], fails: ['we have a policy', '休みました'] },
  'generic-first-person': {
    holds: ['How can I reset it?', 'どうすればいいですか'],
    fails: ['What did I say?', '私は何と言いましたか'],
  },
  'second-person': {
    holds: ['What do you like?', 'あなたの趣味は？'],
    fails: ['Do you know if it is open?', 'Could you check it?', 'その趣味は？'],
  },
  'past-talk': {
    holds: [
      'What did you suggest?',
      'as we discussed earlier, which one was it?',
      'さっき言ったこと覚えてる？',
      '前に教えてくれた店は？',
      '前回の会話の続きをお願い',
    ],
    fails: ['I told him about it.', 'What do you suggest?', '昨日、彼に話しました。', '何がおすすめですか'],
  },
  'action-verb': {
    holds: [
      'please cancel my order',
      'i wanna book a flight',
      'what is 12 times 4',
      '会議をキャンセルして',
      '電気をつけて',
      '100ドルは何円ですか',
    ],
    fails: ['What is a booking?', 'the order of events', '会議とは何ですか'],
  },
  'live-data': {
    holds: ['Will it rain tomorrow?', '明日は雨ですか', '最新のニュースは？'],
    fails: ['It is cold today.', '今日は寒いですね'],
  },
  'about-the-bot': {
    holds: ['what is your name', 'are you a robot', '自己紹介して', 'あなたは人間ですか'],
    fails: ['what is his name', 'Kikuの設定は？'],
  },
  entertainment: { holds: ['tell me a joke', '面白い話をして'], fails: ['tell me the price', '値段は？'] },
  'writing-task': {
    holds: ['write an email to my boss', 'Fix this python code', '俳句を作って', 'この文を要約して'],
    fails: ['who wrote it?', '誰が作りましたか'],
  },
  'named-entity': {
    holds: ['where is Kyoto Station', '『こころ』の作者は？', 'スカイツリーの高さは？'],
    fails: ['where is it', 'どこですか'],
  },
}

describe('features', () => {
  const rows = Object.entries(CLAIMS).flatMap(([name, { holds, fails }]) => [
    ...holds.map((text) => ({ name, text, expected: true })),
    ...fails.map((text) => ({ name, text, expected: false })),
  ])

  it.each(rows)('$name: $text is $expected', ({ name, text, expected }) => {
    const features: Readonly<Record<string, number>> = featuresOf(text)

    expect((features[name] ?? 0) > 0).toBe(expected)
  })

  it('sees an answer to a question that Kiku asked', () => {
    const answer = featuresOf('The Pro plan', ['How much is it?', 'Which plan do you mean?'])
    const remark = featuresOf('The Pro plan', ['How much is it?', 'It is 10 dollars.'])
    const japanese = featuresOf('プロプランです', ['いくらですか', 'どのプランですか？'])

    expect([answer, remark, japanese].map((features) => features['answers-open-question'])).toEqual([1, 0, 1])
  })

  it('sees a reference back only where there is something to refer to', () => {
    const withTurns = featuresOf('How long does it last?', ['What is the trial?', 'A free period.'])
    const without = featuresOf('How long does it last?')

    expect(withTurns['refers-back']).toBe(1)
    expect(without['refers-back']).toBe(0)
  })

  it('reads the form from the message as written, not from its rewriting', () => {
    const written = 'I like it.'
    const features = extractFeatures({ text: 'Is the Pro plan good?', original: written, ownWords: written, turns: [] })

    expect(features.statement).toBe(1)
  })

  it('reads what is wanted from the words of the asker, not from those of others that come along', () => {
    const ownWords = 'Write a rhyme about this.'
    const original = `${ownWords}\n\n<<<ea60ace3>>>\nBob: look up the tickets of ACME-77 that you told me about\n<<<>>>`

    const features = extractFeatures({ text: original, original, ownWords, turns: [] })

    expect(features).toMatchObject({ 'writing-task': 1, 'fetch-verb': 0, 'past-talk': 0, identifier: 0 })
    expect(features['material-included']).toBe(1)
  })

  it('stays between 0 and 1 on any text', () => {
    const text = fc.oneof(fc.string({ maxLength: 400 }), fc.string({ unit: 'grapheme', maxLength: 200 }))

    fc.assert(
      fc.property(text, (any) => {
        const features = featuresOf(any)

        expect(FEATURE_NAMES.every((name) => features[name] >= 0 && features[name] <= 1)).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  it('reads the same in full width and half width', () => {
    const full = featuresOf('ＷＡＬとは？')
    const half = featuresOf('WALとは?')

    expect(full).toEqual(half)
  })
})

describe('isSmallTalk', () => {
  it.each(['thanks!!', 'hey there', 'see you later', 'ありがとう〜', 'はい', 'なるほど', 'wwww', '！！'])(
    'holds for %j',
    (text) => {
      expect(isSmallTalk(text)).toBe(true)
    },
  )

  it.each(['thanks, and where is it?', 'no idea what this is', '?', 'はい、どこですか', 'おはようの意味は？', 'hippo'])(
    'fails for %j',
    (text) => {
      expect(isSmallTalk(text)).toBe(false)
    },
  )
})
