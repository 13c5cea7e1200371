import { describe, expect, it } from 'vitest'
import { estimateQuantile, estimateSlope } from '../../../bench/chat/estimate.ts'
import { measureFairness } from '../../../bench/chat/fairness.ts'
import { judgeLoad } from '../../../bench/chat/judge-load.ts'
import { isEager, LOAD, type PlannedQuestion, planLoad } from '../../../bench/chat/load-plan.ts'
import { findMarks, MARKS, writeMark } from '../../../bench/chat/marks.ts'
import type { ChatAccount, SeenQuestion, SeenReply } from '../../../bench/chat/observation.ts'
import { questionOf, quoteWithMarks } from '../../../bench/chat/quote-slowly.ts'

describe('planLoad', () => {
  const plan = planLoad(LOAD, ['what?', '何ですか？'], 1)

  it('is what the bar asks for', () => {
    const eager = plan.filter(({ user }) => isEager(user, LOAD))

    expect(plan).toHaveLength(200)
    expect(Math.max(...plan.map(({ atMs }) => atMs))).toBeLessThan(10_000)
    expect(new Set(plan.map(({ channel }) => channel)).size).toBe(20)
    expect(new Set(plan.map(({ user }) => user)).size).toBe(40)
    expect(eager).toHaveLength(92)
    expect(planLoad(LOAD, ['what?', '何ですか？'], 1)).toEqual(plan)
  })

  it('asks by command what stands alone, and nothing else changes', () => {
    const mixed = planLoad({ ...LOAD, commandEvery: 3 }, ['what?', '何ですか？'], 1)
    const commands = mixed.filter(({ kind }) => kind === 'command')
    const continued = new Set(mixed.map(({ continues }) => continues))

    expect(commands).toHaveLength(40)
    expect(commands.filter(({ number, continues }) => continues !== undefined || continued.has(number))).toEqual([])
    expect(mixed.map((planned) => ({ ...planned, kind: 'mention' }))).toEqual(plan)
  })

  it('continues threads only of its own channel, and only ones that stand', () => {
    const later = plan.filter(({ continues }) => continues !== undefined)

    expect(later).toHaveLength(60)
    for (const { number, channel, continues = 0 } of later) {
      expect(plan[continues]?.channel).toBe(channel)
      expect(continues).toBeLessThan(number)
    }
  })
})

describe('quoteWithMarks', () => {
  const source = '<<<source 1 abc>>>\nTitle: T\nPlace: p\nDate: 2026-01-01\n\nOne two xq0001 three.\n<<<end 1 abc>>>'

  it('quotes the first source, with all marks in order, and no mark of others', () => {
    const prompt = `${source}\n\nQuestion of the user:\nWhat? ${writeMark({ question: 7, part: 0 })}`
    const question = questionOf(prompt) ?? -1

    const pieces = quoteWithMarks({ prompt, question, tokens: 40 })

    expect(question).toBe(7)
    expect(pieces).toHaveLength(41)
    expect(pieces.join('')).toContain('One two three')
    expect(findMarks(pieces.join('')).map(({ question: of, part }) => [of, part])).toEqual(
      Array.from({ length: MARKS }, (_, at) => [7, at + 1]),
    )
  })
})

describe('measureFairness', () => {
  const plan = [0, 0, 0, 0, 1, 1].map((user, number) => ({ ...planned(number), user }))

  it('is 1 where everybody gets a fair share, and less where one is served first', () => {
    const inTurn = [0, 4, 1, 5, 2, 3].map((number, at) => ({ number, at }))
    const byArrival = [0, 1, 2, 3, 4, 5].map((number, at) => ({ number, at }))

    expect(measureFairness(plan, inTurn)).toBeGreaterThan(0.85)
    expect(measureFairness(plan, byArrival)).toBeCloseTo(0.5)
  })
})

describe('judgeLoad', () => {
  it('tells answered, refused, lost and doubled questions apart, and sees answers in the wrong order', () => {
    const reply = (position: number, about: Partial<SeenReply> = {}): SeenReply => ({
      position,
      parts: Array.from({ length: MARKS }, (_, at) => at + 1),
      text: 'words',
      isStreaming: false,
      isAnswer: true,
      ...about,
    })
    const questions: SeenQuestion[] = [
      seen(0, [reply(92)]),
      seen(1, [reply(91)]),
      seen(2, [reply(93, { parts: [], isAnswer: false, text: 'Too many questions are waiting.' })]),
      seen(3, []),
      seen(4, [reply(94, { isStreaming: true, isAnswer: false })]),
      seen(5, [reply(95), reply(96)]),
    ]
    const shown = questions.flatMap(({ number }) =>
      Array.from({ length: MARKS }, (_, at) => ({ question: number, part: at + 1, at: 2_000 })),
    )
    const chat: ChatAccount = { questions, shown, calls: {}, counts: {}, longestBlockMs: 0 }
    const written = shown.map((mark) => ({ ...mark, at: 1_500 }))
    const model = { written, repeated: 0, requests: 6, mostAtOnce: 4, mostWaiting: 0 }

    const figures = judgeLoad(
      questions.map(({ number }) => planned(number)),
      LOAD,
      chat,
      model,
    )

    expect(figures).toMatchObject({ answered: 3, refused: 1, lost: 2, doubled: 1, orderViolations: 1 })
    expect(figures.tokenLag).toMatchObject({ p50: { value: 500 }, within300: 0, withinSecond: 1 })
    expect(figures.refusals).toEqual({ 'Too many questions are waiting.': 1 })
  })
})

describe('estimates', () => {
  it('hold the figure within their interval', () => {
    const median = estimateQuantile([5, 1, 4, 2, 3], 0.5)
    const slope = estimateSlope([0, 1, 2, 3, 4].map((x) => [x, 2 * x + (x % 2)] as const))

    expect(median.value).toBe(3)
    expect(median.low).toBeLessThanOrEqual(3)
    expect(median.high).toBeGreaterThanOrEqual(3)
    expect(slope.value).toBeCloseTo(2)
    expect(slope.low).toBeLessThan(2)
    expect(slope.high).toBeGreaterThan(2)
  })
})

function planned(number: number): PlannedQuestion {
  return { number, kind: 'mention', user: number, channel: 0, atMs: 0, text: '', isRedelivered: false }
}

function seen(number: number, replies: readonly SeenReply[]): SeenQuestion {
  return {
    number,
    thread: 'thread',
    position: number,
    deliveredAt: 1_000,
    awaitsAcknowledgement: true,
    acknowledgedAt: 1_001,
    firstSignAt: 1_010,
    replies,
    changedAt: 3_000,
  }
}
