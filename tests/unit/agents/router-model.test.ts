import { describe, expect, it } from 'vitest'
import { readRetProbability, readRetText } from '../../../agents/router/read-ret.ts'
import { createRouter, type RouterOptions } from '../../../agents/router.ts'
import type { ModelEvent } from '../../../src/ports/chat-model.ts'
import { silentTelemetry } from '../../../src/ports/telemetry.ts'
import { askedAs, firstToken, routingPrompts, type ScriptedModel, scriptModel } from '../../fakes/routing-fixtures.ts'

// Unsure by its features: wording that might be answered from common knowledge or from documents.
const UNSURE = 'How do I configure the audience of a source?'
const token = (text: string): ModelEvent => ({ kind: 'token', text })
const DONE: ModelEvent = { kind: 'done', reason: 'stop' }

const createQuietRouter = (options: Partial<RouterOptions> = {}) =>
  createRouter({ prompts: routingPrompts, telemetry: silentTelemetry, ...options })
const decide = (model: ScriptedModel, text = UNSURE) =>
  createQuietRouter().route(askedAs(text), [], model, new AbortController().signal)

describe('the model, asked where the features are unsure', () => {
  it('searches when the first token begins <RET> likely enough, though the text goes on otherwise', async () => {
    const model = scriptModel([
      firstToken('You', 0.6, { '<': 0.25, '<R': 0.1 }),
      token('You open the settings and'),
      DONE,
    ])

    const decision = await decide(model)

    expect(decision.decidedBy).toBe('model')
    expect(decision.labels).toContain('knowledge')
    expect(decision.reasons[0]).toBe('model-asked-for-context')
  })

  it('answers directly when the model is sure that it can', async () => {
    const model = scriptModel([firstToken('You', 0.97, { '<': 0.01 }), token('You open the settings'), DONE])

    const decision = await decide(model)

    expect(decision.decidedBy).toBe('model')
    expect(decision.labels).toEqual(['direct'])
    expect(decision.reasons[0]).toBe('model-can-answer')
    expect(decision.confidence).toBeGreaterThan(0.5)
  })

  it('reads <RET> from the text alone, split over chunks and after blanks', async () => {
    const model = scriptModel([token(' '), token('<'), token('RE'), token('T>'), token(' more'), DONE], {
      logprobs: false,
    })

    const decision = await decide(model)

    expect(decision.reasons[0]).toBe('model-asked-for-context')
    expect(model.requests[0]).not.toHaveProperty('topLogprobs')
  })

  it('does not take another tag for <RET>', async () => {
    const model = scriptModel([token('<b>You'), token(' open the settings and choose one</b>'), DONE], {
      logprobs: false,
    })

    const decision = await decide(model)

    expect(decision.reasons[0]).toBe('model-can-answer')
  })

  it('does not trust log-probabilities of zero, as drafting servers report them', async () => {
    const drafted = { token: '<', logprob: 0, alternatives: [{ token: '<', logprob: 0 }] }
    const model = scriptModel([
      { kind: 'logprobs', tokens: [drafted, drafted] },
      token('<p>Open the settings</p>'),
      DONE,
    ])

    const decision = await decide(model)

    expect(decision.reasons[0]).toBe('model-can-answer')
  })

  it('asks for few tokens, without thinking, in the language of the question', async () => {
    const model = scriptModel([token('<RET>'), DONE])

    await decide(model, '有給休暇の申請方法を教えてください')

    expect(model.requests[0]).toEqual({
      messages: [{ role: 'user', content: 'ja: 有給休暇の申請方法を教えてください' }],
      maxTokens: 20,
      temperature: 0,
      think: false,
      topLogprobs: 20,
    })
  })

  it('stops reading as soon as the verdict is known', async () => {
    const model = scriptModel([token('<RET>'), token('and a long'), token('explanation'), DONE])

    await decide(model)

    expect(model.wasLeftEarly()).toBe(true)
  })

  it('passes over thinking', async () => {
    const model = scriptModel([{ kind: 'thinking', text: 'Hm, I know this.' }, token('<RET>'), DONE])

    const decision = await decide(model)

    expect(decision.reasons[0]).toBe('model-asked-for-context')
  })

  it.each([
    ['fails', new Error('connection lost')],
    ['does not answer in time', 'hangs'],
  ] as const)('falls back to the features when the model %s', async (_, script) => {
    const router = createQuietRouter({ modelDeadlineMs: 20 })
    const byFeatures = await router.route(askedAs(UNSURE), [], undefined, new AbortController().signal)

    const decision = await router.route(askedAs(UNSURE), [], scriptModel(script), new AbortController().signal)

    expect(decision).toEqual({ ...byFeatures, reasons: [...byFeatures.reasons, 'model-pass-failed'] })
  })

  it("passes the asker's cancellation on", async () => {
    const asker = new AbortController()
    const router = createQuietRouter()

    const routed = router.route(askedAs(UNSURE), [], scriptModel('hangs'), asker.signal)
    asker.abort(new Error('never mind'))

    await expect(routed).rejects.toThrow('never mind')
  })

  it.each(['hi', 'What did you recommend to me last week?', 'タイマーを10分に設定して', 'I like sushi.', 'ありがとう'])(
    'is not asked about %j',
    async (text) => {
      const model = scriptModel(new Error('must not be asked'))

      const decision = await decide(model, text)

      expect(model.requests).toEqual([])
      expect(decision.decidedBy).toBe('features')
    },
  )
})

describe('readRetText', () => {
  it.each([
    ['', 'open'],
    ['<RE', 'open'],
    ['\n<RET>', 'asks'],
    ['<RET> please', 'asks'],
    ['RET', 'answers'],
    ['Well, <RET>', 'answers'],
  ] as const)('reads %j as %s', (text, expected) => {
    expect(readRetText(text)).toBe(expected)
  })
})

describe('readRetProbability', () => {
  const oneToken = (tokens: Readonly<Record<string, number>>, text = 'The') => [
    {
      token: text,
      logprob: Math.log(tokens[text] ?? 0.01),
      alternatives: Object.entries(tokens).map(([alternative, share]) => ({
        token: alternative,
        logprob: Math.log(share),
      })),
    },
  ]

  it('adds up every alternative that begins <RET>, blanks before it included', () => {
    const tokens = oneToken({ The: 0.5, '<': 0.2, ' <': 0.1, '<R': 0.05, '<RET>': 0.02, '<b': 0.04, R: 0.03 })

    expect(readRetProbability(tokens)).toBeCloseTo(0.37, 10)
  })

  it('counts the chosen token once, also where the alternatives leave it out', () => {
    const listed = oneToken({ '<': 0.4, The: 0.3 }, '<')
    const unlisted = [{ token: '<', logprob: Math.log(0.4), alternatives: [{ token: 'The', logprob: Math.log(0.3) }] }]

    expect(readRetProbability(listed)).toBeCloseTo(0.4, 10)
    expect(readRetProbability(unlisted)).toBeCloseTo(0.4, 10)
  })

  it('looks past a first token of blanks', () => {
    const blank = { token: '\n', logprob: -0.1, alternatives: [{ token: '\n', logprob: -0.1 }] }

    expect(readRetProbability([blank, ...oneToken({ '<': 0.3, The: 0.6 })])).toBeCloseTo(0.3, 10)
  })

  it('knows nothing without alternatives or tokens', () => {
    expect(readRetProbability([])).toBeUndefined()
    expect(readRetProbability([{ token: 'The', logprob: -0.2, alternatives: [] }])).toBeUndefined()
  })
})
