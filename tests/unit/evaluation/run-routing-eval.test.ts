import { describe, expect, it } from 'vitest'
import type { Question, Router } from '../../../src/answer/question.ts'
import { ROUTE_LABELS, type RouteLabel } from '../../../src/domain/decision.ts'
import { formatRoutingReport } from '../../../src/evaluation/format-routing-report.ts'
import { type RoutingEvaluation, runRoutingEval } from '../../../src/evaluation/run-routing-eval.ts'
import { evaluationFiles, jsonLines } from '../../fakes/evaluation-files.ts'

/** Takes the verdict from the message itself: the labels acted on, the likeliest first. */
function createScriptedRouter(): Router & { readonly questions: Question[] } {
  const questions: Question[] = []
  return {
    questions,
    async route(question) {
      questions.push(question)
      const labels = ROUTE_LABELS.filter((label) => question.text.split(' ').includes(label)).sort(
        (a, b) => question.text.indexOf(a) - question.text.indexOf(b),
      )
      const probability = (label: RouteLabel) => (labels.includes(label) ? 0.9 - labels.indexOf(label) / 10 : 0.1)
      return {
        labels,
        probabilities: {
          direct: probability('direct'),
          knowledge: probability('knowledge'),
          history: probability('history'),
          tool: probability('tool'),
        },
        confidence: 0.9,
        reasons: [],
        features: {},
        decidedBy: 'features',
      }
    },
  }
}

type Case = readonly [gold: RouteLabel, decided: string]

const run = (cases: readonly Case[], more: Partial<RoutingEvaluation> = {}) => {
  const text = jsonLines(...cases.map(([label, decided], at) => ({ _id: `c${at}`, text: decided, history: [], label })))
  const files = evaluationFiles({ 'routing.dev.jsonl': text })
  const options = { files, set: 'mix', file: 'routing.dev.jsonl', router: createScriptedRouter(), ...more }
  return runRoutingEval(options, new AbortController().signal)
}

describe('runRoutingEval', () => {
  it('counts confusion and scores each label', async () => {
    const report = await run([
      ['direct', 'direct'],
      ['direct', 'knowledge'],
      ['knowledge', 'knowledge'],
      ['knowledge', 'knowledge'],
      ['history', 'knowledge'],
      ['tool', 'tool'],
    ])

    expect(report).toMatchObject({ set: 'mix', cases: 6, scoring: 'four-way' })
    expect(report.accuracy).toBeCloseTo(4 / 6, 12)
    expect(report.perLabel.knowledge).toEqual({ precision: 0.5, recall: 1, f1: 2 / 3, support: 2 })
    expect(report.perLabel.history).toEqual({ precision: 0, recall: 0, f1: 0, support: 1 })
    expect(report.macroF1).toBeCloseTo((2 / 3 + 2 / 3 + 0 + 1) / 4, 12)
    expect(report.confusion.direct).toEqual({ direct: 1, knowledge: 1, history: 0, tool: 0 })
  })

  it('averages F1 over the labels that occur as gold alone', async () => {
    const report = await run([
      ['direct', 'direct'],
      ['tool', 'tool'],
      ['tool', 'knowledge'],
    ])

    expect(report.macroF1).toBeCloseTo((1 + 2 / 3) / 2, 12)
    expect(report.perLabel.knowledge?.support).toBe(0)
    expect(report.confusion.knowledge).toBeUndefined()
  })

  it('tells needless from missed searches and knows that several labels may be on', async () => {
    const report = await run([
      ['direct', 'direct'],
      ['direct', 'history'],
      ['knowledge', 'history knowledge'],
      ['history', 'direct'],
      ['tool', 'knowledge'],
    ])

    expect(report.needlessSearches).toBe(0.5)
    expect(report.missedSearches).toBeCloseTo(1 / 3, 12)
    expect(report.covered).toBeCloseTo(2 / 5, 12)
  })

  it('scores a set of knowledge and direct two-way, and shows the four-way figures beside', async () => {
    const report = await run([
      ['direct', 'tool'],
      ['direct', 'knowledge'],
      ['knowledge', 'knowledge'],
      ['knowledge', 'tool'],
    ])

    expect(report).toMatchObject({
      scoring: 'knowledge-or-not',
      accuracy: 0.5,
      needlessSearches: 0.5,
      missedSearches: 0.5,
    })
    expect(report.confusion).toEqual({ direct: { direct: 1, knowledge: 1 }, knowledge: { direct: 1, knowledge: 1 } })
    expect(report.fourWay?.accuracy).toBe(0.25)
  })

  it('has no share of needless searches where every case needs one', async () => {
    const report = await run([['tool', 'tool']])

    expect(report).toMatchObject({ needlessSearches: null, missedSearches: 0 })
  })

  it('asks with the turns before the message, unprobed unless told', async () => {
    const router = createScriptedRouter()
    const record = {
      _id: 'c',
      text: 'direct',
      label: 'direct',
      history: [{ speaker: 'assistant', text: '何ですか？' }],
    }
    const files = evaluationFiles({ f: jsonLines(record) })

    await runRoutingEval({ files, set: 's', file: 'f', router }, new AbortController().signal)

    expect(router.questions[0]).toMatchObject({
      original: 'direct',
      search: 'auto',
      turns: [{ role: 'assistant', text: '何ですか？' }],
      context: [{ role: 'assistant', text: '何ですか？' }],
    })
  })

  it('reports progress', async () => {
    const seen: string[] = []

    await run(
      [
        ['tool', 'tool'],
        ['tool', 'tool'],
      ],
      { onProgress: ({ step, done, total }) => seen.push(`${step} ${done}/${total}`) },
    )

    expect(seen).toEqual(['route 1/2', 'route 2/2'])
  })

  it.each([
    ['{"_id":"c","text":"x","label":"search"}', "f, line 1: 'label' is wrong"],
    ['{"_id":"c","text":"x"}', "f, line 1: 'label' is wrong"],
    ['', 'f holds no cases.'],
  ])('refuses %j', async (text, message) => {
    const router = createScriptedRouter()

    const running = runRoutingEval(
      { files: evaluationFiles({ f: text }), set: 's', file: 'f', router },
      new AbortController().signal,
    )

    await expect(running).rejects.toMatchObject({ code: 'misuse', message: expect.stringContaining(message) })
  })
})

describe('formatRoutingReport', () => {
  it('shows figures, confusion and both kinds of wrong search', async () => {
    const text = formatRoutingReport(
      await run([
        ['direct', 'knowledge'],
        ['knowledge', 'knowledge'],
      ]),
    )

    expect(text).toContain(
      'mix: 2 cases, accuracy 0.500, macro F1 0.333 (knowledge or not; all four labels: accuracy 0.500',
    )
    expect(text).toContain('gold \\ chosen  direct  knowledge')
    expect(text).toContain('needless searches: 100.0 % of the cases that need none')
    expect(text).toContain('missed searches: 0.0 % of the cases that need one')
  })
})
