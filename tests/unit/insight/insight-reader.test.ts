import { describe, expect, it } from 'vitest'
import type { RouteLabel } from '../../../src/domain/decision.ts'
import { answerTurnId } from '../../../src/domain/message.ts'
import { SAMPLE_ANSWER, sampleItem } from '../../contracts/store-contract-samples.ts'
import { cite, DAY_MS, NOON, stageInsight, WEEK } from './insight-scene.ts'

function routed(...labels: readonly RouteLabel[]) {
  return { decision: { ...SAMPLE_ANSWER.decision, labels } }
}

describe('insight', () => {
  it('counts nothing where nothing was asked', async () => {
    const scene = stageInsight()

    const report = await scene.read()

    expect(report).toMatchObject({
      questions: 0,
      outcomes: { answered: 0, extracted: 0, abstained: 0 },
      feedback: { up: 0, down: 0 },
      latency: {},
      sources: [],
      unanswered: [],
      retrieval: { citedShare: null, meanBestProbability: null, passages: 0, withoutVector: 0, embedder: 'bundled-1' },
      isPartial: false,
    })
    expect(report.days.map(({ day }) => day)).toEqual(
      ['15', '16', '17', '18', '19', '20', '21'].map((day) => `2026-11-${day}`),
    )
  })

  it('counts outcomes, routes, surfaces and verdicts', async () => {
    const scene = stageInsight()
    const first = await scene.ask({ answer: routed('knowledge', 'tool') })
    await scene.ask({ surface: 'slack', answer: { kind: 'extracted', ...routed('knowledge', 'history') } })
    await scene.ask({ surface: 'slack', answer: { kind: 'abstained', ...routed('direct') } })
    await scene.ask({ at: WEEK.since - 1 })
    const feedback = { turnId: answerTurnId(first), verdict: 'up', at: NOON } as const
    await scene.store.conversations.addFeedback({ ...feedback, authorId: 'U1' })
    await scene.store.conversations.addFeedback({ ...feedback, authorId: 'U2', verdict: 'down' })

    const report = await scene.read()

    expect(report).toMatchObject({
      questions: 3,
      outcomes: { answered: 1, extracted: 1, abstained: 1 },
      routes: { direct: 1, knowledge: 2, history: 1, tool: 1 },
      surfaces: { web: 1, slack: 2 },
      feedback: { up: 1, down: 1 },
    })
  })

  it("puts questions into the reader's day, not that of UTC", async () => {
    const scene = stageInsight()
    // Just before and just after midnight in Tokyo, and just after midnight in UTC.
    for (const at of [Date.UTC(2026, 10, 20, 14, 59), Date.UTC(2026, 10, 20, 15), Date.UTC(2026, 10, 21)]) {
      await scene.ask({ at })
    }

    const inTokyo = await scene.read()
    const inNewYork = await scene.read(['public'], { utcOffsetMinutes: -300 })

    const counts = [inTokyo, inNewYork].map(({ days }) =>
      days.filter(({ answered }) => answered > 0).map(({ day, answered }) => `${day}: ${answered}`),
    )
    expect(counts).toEqual([['2026-11-20: 1', '2026-11-21: 2'], ['2026-11-20: 3']])
  })

  it('has no day after one that ends at midnight', async () => {
    const midnight = Date.UTC(2026, 10, 20, 15)

    const { days } = await stageInsight().read(['public'], { since: midnight - DAY_MS, until: midnight })

    expect(days.map(({ day }) => day)).toEqual(['2026-11-20'])
  })

  it('tells exact percentiles of each stage, and nothing of what was not measured', async () => {
    const scene = stageInsight()
    for (let total = 100; total >= 1; total -= 1) await scene.ask({ answer: { timings: { total } } })
    await scene.ask({ answer: { timings: { probe: 7.5, route: Number.NaN } } })

    const { latency } = await scene.read()

    expect(latency).toEqual({
      total: { p50: 50, p90: 90, p99: 99 },
      probe: { p50: 7.5, p90: 7.5, p99: 7.5 },
    })
  })

  it('tells how well answers that searched are supported', async () => {
    const scene = stageInsight()
    await scene.ask({ answer: { citations: [cite(1, '/a', 0.2), cite(2, '/a', 0.8)] } })
    await scene.ask({ answer: { citations: [cite(1, '/a', 0.4)] } })
    await scene.ask({ answer: { citations: [cite(1, '/a', Number.NaN)] } })
    await scene.ask()
    await scene.ask({ answer: routed('direct') })
    const vectors = [{ space: 'space of qa', vector: new Float32Array(2) }]
    const history = { namespace: 'history', threadId: 't' } as const
    await scene.store.items.add([sampleItem('a', { vectors }), sampleItem('b'), sampleItem('c', history)])

    const { retrieval } = await scene.read()

    expect(retrieval).toEqual({
      ...{ citedShare: 0.75, passages: 3, withoutVector: 2, embedder: 'bundled-1' },
      meanBestProbability: expect.closeTo(0.6, 10),
    })
  })

  it('lists the documents that were cited most, with their titles as they are now', async () => {
    const scene = stageInsight()
    const [rare = 0] = await scene.addFile('rare.md')
    const [often = 0, also = 0] = await scene.addFile('よく読む.md', 'public', 2)
    await scene.ask({ answer: { citations: [cite(often, '/data/よく読む.md'), cite(rare, '/data/rare.md')] } })
    await scene.ask({ answer: { citations: [cite(also, '/data/よく読む.md'), cite(-1, 'tool:weather')] } })

    const { sources } = await scene.read()

    expect(sources).toEqual([
      { location: '/data/よく読む.md', title: 'Title of よく読む.md', citations: 2 },
      { location: '/data/rare.md', title: 'Title of rare.md', citations: 1 },
    ])
  })

  it('still lists a document that has changed since, and none that is gone', async () => {
    const scene = stageInsight()
    const [changed = 0] = await scene.addFile('changed.md')
    const [gone = 0] = await scene.addFile('gone.md')
    await scene.ask({ answer: { citations: [cite(changed, '/data/changed.md'), cite(gone, '/data/gone.md')] } })
    await scene.addFile('changed.md')
    await scene.store.documents.remove('public gone.md')

    const { sources } = await scene.read()

    expect(sources.map(({ location }) => location)).toEqual(['/data/changed.md'])
  })

  it('lists twenty documents at most', async () => {
    const scene = stageInsight()
    for (let number = 0; number < 60; number += 1) {
      const [key = 0] = await scene.addFile(`${number}.md`)
      await scene.ask({ answer: { citations: [cite(key, `/data/${number}.md`)] } })
    }

    expect((await scene.read()).sources).toHaveLength(20)
  })

  it('lists the last fifty questions without an answer, long ones cut', async () => {
    const scene = stageInsight()
    for (let number = 0; number < 55; number += 1) {
      const text = number === 54 ? '👋'.repeat(400) : `質問 ${number}`
      await scene.ask({ at: NOON - 100 + number, text, answer: { kind: 'abstained' } })
    }

    const { unanswered, unansweredElsewhere } = await scene.read()

    expect(unanswered).toHaveLength(50)
    expect(unanswered[0]?.text).toBe(`${'👋'.repeat(249)}…`)
    expect(unanswered[1]).toEqual({ turnId: 'question 54', text: '質問 53', surface: 'web', at: NOON - 100 + 53 })
    expect(unansweredElsewhere).toBe(0)
  })

  it('says that it is partial where there is more than may be read, and leaves out the oldest', async () => {
    const scene = stageInsight({ answers: 5, pageSize: 2 })
    for (let number = 0; number < 5; number += 1) await scene.ask({ at: NOON - number })
    const whole = await scene.read()
    await scene.ask({ at: NOON - 9, answer: { kind: 'extracted' } })
    scene.pass(10_000)

    const partial = await scene.read()

    expect([whole.questions, whole.isPartial]).toEqual([5, false])
    expect([partial.questions, partial.isPartial]).toEqual([5, true])
    expect(partial.outcomes.extracted).toBe(0)
  })

  it.each([
    { since: NOON, until: NOON },
    { since: NOON, until: NOON - 1 },
    { since: NOON - 93 * DAY_MS, until: NOON },
    { since: Number.NaN, until: NOON },
    { since: 0, until: Number.POSITIVE_INFINITY },
    { utcOffsetMinutes: 0.5 },
    { utcOffsetMinutes: 20_000 },
  ])('refuses %j', async (about) => {
    await expect(stageInsight().read(['public'], about)).rejects.toMatchObject({ code: 'misuse' })
  })
})

describe('insight that was read a moment ago', () => {
  it('is given again for ten seconds', async () => {
    const scene = stageInsight()
    await scene.ask()
    const first = await scene.read()
    await scene.ask()
    scene.pass(9_999)

    const again = await scene.read(['public'], { since: WEEK.since + 1, until: WEEK.until + 1 })
    scene.pass(1)
    const later = await scene.read()

    expect(again).toBe(first)
    expect(later.questions).toBe(2)
  })

  it('is not given to another audience, nor for another time', async () => {
    const scene = stageInsight()
    await scene.ask({ audience: 'group:board', answer: { kind: 'abstained' } })

    const open = await scene.read(['public'])
    const board = await scene.read(['public', 'group:board'])
    const same = await scene.read(['group:board', 'public', 'public'])
    const other = await scene.read(['public'], { utcOffsetMinutes: 0 })

    expect([open.unanswered.length, board.unanswered.length]).toEqual([0, 1])
    expect(same).toBe(board)
    expect(other).not.toBe(open)
  })

  it('is kept for thirty-two questions at most', async () => {
    const scene = stageInsight()
    const first = await scene.read(['group:0'])
    for (let number = 1; number <= 32; number += 1) await scene.read([`group:${number}`])

    expect(await scene.read(['group:0'])).not.toBe(first)
    expect(await scene.read(['group:32'])).toBe(await scene.read(['group:32']))
  })
})

describe('insight that is being read', () => {
  it('is read once for all who ask, and goes on while one of them waits', async () => {
    const scene = stageInsight({ pageSize: 1 })
    for (let number = 0; number < 20; number += 1) await scene.ask()
    const leaving = new AbortController()

    const left = scene.reader.read(WEEK, { labels: ['public'] }, leaving.signal)
    const stayed = scene.read()
    leaving.abort(new Error('left'))

    await expect(left).rejects.toThrow('left')
    expect((await stayed).questions).toBe(20)
    expect(await scene.read()).toBe(await stayed)
  })

  it('stops when nobody waits for it any more', async () => {
    const scene = stageInsight({ pageSize: 1 })
    for (let number = 0; number < 20; number += 1) await scene.ask()
    const { conversations } = scene.store
    let pages = 0
    const listAnswers = conversations.listAnswers.bind(conversations)
    conversations.listAnswers = (...given) => {
      pages += 1
      return listAnswers(...given)
    }
    const leaving = new AbortController()

    const left = scene.reader.read(WEEK, { labels: ['public'] }, leaving.signal)
    leaving.abort(new Error('left'))

    await expect(left).rejects.toThrow('left')
    await new Promise((resolve) => setImmediate(resolve))
    const pagesThen = pages
    await new Promise((resolve) => setImmediate(resolve))
    expect(pages).toBe(pagesThen)
    expect(pages).toBeLessThan(20)
  })

  it('does not keep a failure', async () => {
    const scene = stageInsight()
    const { conversations } = scene.store
    const listAnswers = conversations.listAnswers.bind(conversations)
    conversations.listAnswers = () => Promise.reject(new Error('disk'))
    const failing = scene.read()
    await expect(failing).rejects.toThrow('disk')
    conversations.listAnswers = listAnswers

    expect((await scene.read()).questions).toBe(0)
  })

  it('is not begun for who has left already', async () => {
    const { reader } = stageInsight()

    const reading = reader.read(WEEK, { labels: [] }, AbortSignal.abort(new Error('left')))

    await expect(reading).rejects.toThrow('left')
  })
})
