import type { Answer, AnswerEvent } from '../../src/domain/answer.ts'
import type { Kiku } from '../../src/kiku.ts'

/** A Kiku that does what the test says and fails loudly at everything else. */
export function createScriptedKiku(script: Partial<Kiku> = {}): Kiku & { readonly isClosed: () => boolean } {
  let closed = false
  const unscripted = (name: string) => () => {
    throw new Error(`Kiku.${name} was called, which this test does not script.`)
  }
  return {
    notices: [],
    ask: unscripted('ask'),
    search: unscripted('search'),
    findNeighbours: unscripted('findNeighbours'),
    ingest: unscripted('ingest'),
    listSources: unscripted('listSources'),
    refreshSources: unscripted('refreshSources'),
    removeSource: unscripted('removeSource'),
    watch: unscripted('watch'),
    ensureFirstSource: async () => {},
    startSurfaces: async () => [],
    startMcp: unscripted('startMcp'),
    examine: unscripted('examine'),
    ...script,
    close: async () => {
      closed = true
    },
    isClosed: () => closed,
  }
}

/** The events of an answer that was streamed word by word. */
export async function* streamAnswer(
  answer: Answer,
  tokens: readonly string[] = [answer.text],
): AsyncGenerator<AnswerEvent> {
  yield { kind: 'status', stage: 'route' }
  yield { kind: 'decision', decision: answer.decision }
  yield { kind: 'status', stage: 'answer' }
  for (const text of tokens) yield { kind: 'token', text }
  yield { kind: 'done', answer }
}

export function buildAnswer(changes: Partial<Answer> = {}): Answer {
  return {
    kind: 'answered',
    text: 'Run `npm start` [1].',
    citations: [
      {
        number: 1,
        key: 7,
        title: 'Handbook › Start',
        location: '/handbook/start.md',
        locator: { headings: ['Start'], line: 3 },
        quote: 'Run npm start.',
        score: 0.91,
      },
    ],
    decision: {
      labels: ['knowledge'],
      probabilities: { direct: 0.1, knowledge: 0.9, history: 0.05, tool: 0.01 },
      confidence: 0.9,
      reasons: ['asks-for-fact'],
      features: { 'asks-for-fact': 1 },
      decidedBy: 'features',
    },
    evidence: { used: 1, found: 4 },
    model: 'qwen3:8b',
    question: 'How do I start?',
    timings: { route: 2, total: 40 },
    ...changes,
  }
}
