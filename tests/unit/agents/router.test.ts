import { describe, expect, it } from 'vitest'
import { createRouter } from '../../../agents/router.ts'
import type { Probe } from '../../../src/answer/question.ts'
import { silentTelemetry } from '../../../src/ports/telemetry.ts'
import { askedAs, probed, routingPrompts } from '../../fakes/routing-fixtures.ts'

const router = createRouter({ prompts: routingPrompts, telemetry: silentTelemetry })
const decide = (text: string, probes: readonly Probe[] = [], earlier: readonly string[] = []) =>
  router.route(askedAs(text, earlier), probes, undefined, new AbortController().signal)

describe('small talk', () => {
  it.each([
    'hi',
    'Hello Kiku!',
    'good morning everyone',
    'thanks a lot!',
    'ok',
    'lol',
    '👍',
    'こんにちは',
    'おはようございます！',
    'お疲れ様です',
    'ありがとうございます、助かりました',
    '了解です',
  ])('never searches for %j, whatever the index holds', async (text) => {
    const decision = await decide(text, [probed('knowledge', 0.99), probed('history', 0.99)])

    expect(decision.labels).toEqual(['direct'])
    expect(decision.reasons).toEqual(['small-talk-only'])
  })

  it.each([
    'Who are you?',
    'how old are you',
    'Tell me a joke',
    'あなたは誰ですか？',
    '何歳ですか？',
    '冗談を言って',
    '自己紹介をお願いします',
  ])('answers %j alone', async (text) => {
    const decision = await decide(text)

    expect(decision.labels).toEqual(['direct'])
  })

  it.each(['Hi, what is our refund policy?', 'こんにちは。経費精算の締め切りはいつですか？'])(
    'searches where a greeting opens a question: %j',
    async (text) => {
      const decision = await decide(text)

      expect(decision.labels).toContain('knowledge')
    },
  )
})

describe('what needs no search', () => {
  it.each([
    'We moved to Postgres 16 last week.',
    'I like sushi.',
    'It is raining here today.',
    '先週、京都に行きました。',
    '寿司が好きです。',
    '今日は暑いですね',
    '前に話した店に昨日行きました。',
  ])('takes %j as a statement', async (text) => {
    const decision = await decide(text)

    expect(decision.labels).toEqual(['direct'])
  })

  it.each([
    'Write a poem about autumn',
    'Rewrite this sentence: me like it',
    '秋についての詩を書いて',
    '次の文章を要約してください：春が来た。',
  ])('leaves %j to the model', async (text) => {
    const decision = await decide(text)

    expect(decision.labels).not.toContain('knowledge')
    expect(decision.probabilities.direct).toBeGreaterThan(0.4)
  })
})

describe('knowledge', () => {
  it.each([
    'When does the office close on Fridays?',
    'What is our refund policy?',
    'How do I configure the audience of a source?',
    'parental leave policy',
    '経費精算の締め切りはいつですか？',
    '有給休暇の申請方法を教えてください',
    '育児休業とは',
    'Kikuの設定ファイルはどこにありますか',
    'リリース手順',
    'デプロイが失敗しました。接続がタイムアウトするのはなぜですか？',
  ])('searches the documents for %j', async (text) => {
    const decision = await decide(text)

    expect(decision.labels).toContain('knowledge')
  })

  it('grows surer with a good hit and less sure with a bad one', async () => {
    const text = 'How do I rotate the signing key?'

    const [good, neutral, bad] = await Promise.all([
      decide(text, [probed('knowledge', 0.95, 0.4)]),
      decide(text),
      decide(text, [probed('knowledge', 0.05)]),
    ])

    expect(good.probabilities.knowledge).toBeGreaterThan(neutral.probabilities.knowledge)
    expect(bad.probabilities.knowledge).toBeLessThan(neutral.probabilities.knowledge)
    expect(good.reasons).toContain('probe-knowledge-strong')
  })

  it('is not tempted by a good hit for a remark', async () => {
    const decision = await decide('We deploy on Fridays.', [probed('knowledge', 0.9)])

    expect(decision.labels).toEqual(['direct'])
  })

  it('is out of the question where nothing is indexed, and says so', async () => {
    const decision = await decide('What is our refund policy?', [probed('knowledge'), probed('history')])

    expect(decision.labels).toEqual(['direct'])
    expect(decision.reasons[0]).toBe('nothing-to-search')
  })

  it.each([
    'What are the open issues of the kiku repository?',
    'How many entities are in the memory graph?',
    '開いているプルリクエストはどれですか？',
  ])('asks a tool that clearly fits a question without a verb of doing: %j', async (text) => {
    const fitting = await decide(text, [probed('knowledge', 0.3), probed('tool', 0.95, 0.4)])
    const none = await decide(text, [probed('knowledge', 0.3), probed('tool', 0.02)])

    expect(fitting.labels[0]).toBe('tool')
    expect(fitting.reasons).toContain('probe-tool-strong')
    expect(none.labels).toEqual(['knowledge'])
  })

  it('calls no tool for a remark that resembles one', async () => {
    const decision = await decide('We moved to Postgres 16 last week.', [probed('tool', 0.95, 0.4)])

    expect(decision.labels).toEqual(['direct'])
  })

  it('treats a namespace that was not probed as unknown', async () => {
    const unprobed = await decide('What is our refund policy?', [])
    const otherProbed = await decide('What is our refund policy?', [probed('tool', 0.5)])

    expect(otherProbed.probabilities.knowledge).toBeCloseTo(unprobed.probabilities.knowledge, 10)
  })
})

describe('history', () => {
  it.each([
    'What did you recommend to me last week?',
    'What did we decide about the release date yesterday?',
    'Remember the restaurant you told me about? What was its name?',
    "What's my dog's name?",
    'さっき話した映画のタイトルは何だっけ？',
    '先週おすすめしてくれた本を教えて',
    '昨日の会議で何を決めたか覚えてる？',
    '前に言った私のアレルギー、覚えていますか',
    '私の犬の名前は？',
    '以前相談した転職の件、どんなアドバイスをくれましたか？',
    '僕の好きな食べ物は何だと言いましたか？',
  ])('looks into earlier talk for %j', async (text) => {
    const decision = await decide(text)

    expect(decision.labels[0]).toBe('history')
  })

  it('stays possible through the thread itself where no history is indexed', async () => {
    const earlier = ['My dog is called Pochi.', 'What a nice name!']

    const decision = await decide("What is my dog's name?", [probed('knowledge'), probed('history')], earlier)

    expect(decision.labels).toContain('history')
  })
})

describe('tools', () => {
  it.each([
    'Book a table for two at 7pm tomorrow',
    'remind me to call mom at 5',
    "what's the weather in Tokyo tomorrow",
    'convert 100 miles to km',
    'Turn off the lights in the kitchen',
    '3時に会議を予約して',
    'タイマーを10分に設定して',
    '明日の天気は？',
    '25×38を計算して',
    '明日の朝7時に起こして',
    'メールを田中さんに送って',
  ])('sees that %j wants something done', async (text) => {
    const decision = await decide(text)

    expect(decision.labels[0]).toBe('tool')
  })
})

describe('the decision', () => {
  it('orders labels by probability and never mixes direct with others', async () => {
    const texts = ['What did I book for tomorrow?', '明日の予約は何時だっけ？', 'Who wrote Kokoro?', 'ok thanks', '']

    const decisions = await Promise.all(texts.map((text) => decide(text)))

    for (const { labels, probabilities, confidence } of decisions) {
      const odds = labels.map((label) => probabilities[label])
      expect(odds).toEqual([...odds].sort((a, b) => b - a))
      expect(labels.length === 1 || !labels.includes('direct')).toBe(true)
      expect(confidence).toBeGreaterThanOrEqual(0)
      expect(confidence).toBeLessThanOrEqual(1)
    }
  })

  it('explains itself in machine-readable codes, the weightiest first', async () => {
    const decision = await decide('What did you recommend to me last week?')

    expect(decision.reasons.every((reason) => /^[a-z]+(-[a-z]+)*$/.test(reason))).toBe(true)
    expect(decision.reasons).toContain('personal-past')
    expect(decision.decidedBy).toBe('features')
  })

  it('keeps the numbers it was computed from', async () => {
    const decision = await decide('Where is the key?', [probed('knowledge', 0.8, 0.5)])

    expect(decision.features).toMatchObject({ 'question-form': 1, 'asks-for-fact': 1, 'first-person': 0 })
    expect(decision.features['probe-knowledge']).toBeCloseTo(Math.log(0.8 / 0.2) / Math.log(0.95 / 0.05), 10)
    expect(decision.features['probe-knowledge-margin']).toBeCloseTo(0.3, 10)
  })

  it('turns on several labels where several are likely', async () => {
    const decision = await decide('What did we decide about the refund policy?', [
      probed('knowledge', 0.95, 0.2),
      probed('history', 0.9, 0.2),
    ])

    expect(decision.labels).toEqual(['history', 'knowledge'])
  })

  it('moves with its thresholds', async () => {
    const strict = createRouter({
      prompts: routingPrompts,
      telemetry: silentTelemetry,
      thresholds: { knowledge: 0.99 },
    })

    const decision = await strict.route(askedAs('Who wrote Kokoro?'), [], undefined, new AbortController().signal)

    expect(decision.labels).toEqual(['direct'])
  })

  it('goes no further once the asker has gone', async () => {
    const gone = AbortSignal.abort(new Error('gone'))

    await expect(router.route(askedAs('Who wrote Kokoro?'), [], undefined, gone)).rejects.toThrow('gone')
  })
})
