import fc from 'fast-check'
import { expect, it } from 'vitest'
import { estimateTokens } from '../../../src/domain/language/estimate-tokens.ts'
import { composeConversationQuery } from '../../../src/index/compose-conversation-query.ts'

it('joins the turns and the question with spaces, the question last', () => {
  const query = composeConversationQuery({
    turns: ['Who wrote it?', '夏目漱石です。'],
    question: 'When?',
    maxTokens: 99,
  })

  expect(query).toBe('Who wrote it? 夏目漱石です。 When?')
})

it('drops the oldest turns first', () => {
  const query = composeConversationQuery({ turns: ['一二三四五', '六七八', '九十'], question: 'いつ', maxTokens: 9 })

  expect(query).toBe('六七八 九十 いつ')
})

it('keeps the question when it alone is too long', () => {
  const question = 'なぜ'.repeat(100)

  expect(composeConversationQuery({ turns: ['old'], question, maxTokens: 10 })).toBe(question)
})

it('ignores turns without content', () => {
  expect(composeConversationQuery({ turns: ['', '  '], question: ' q ', maxTokens: 10 })).toBe('q')
})

it('always ends with the question, fits when the question does, and keeps a run of the newest turns', () => {
  const turn = fc.string({ unit: 'grapheme', maxLength: 40 })
  fc.assert(
    fc.property(
      fc.array(turn, { maxLength: 8 }),
      turn,
      fc.integer({ min: 1, max: 60 }),
      (turns, question, maxTokens) => {
        const query = composeConversationQuery({ turns, question, maxTokens })

        expect(query.endsWith(question.trim())).toBe(true)
        if (estimateTokens(question) <= maxTokens) expect(estimateTokens(query)).toBeLessThanOrEqual(maxTokens)
        const whole = [...turns.map((text) => text.trim()).filter((text) => text !== ''), question.trim()].join(' ')
        expect(whole.endsWith(query)).toBe(true)
      },
    ),
  )
})
