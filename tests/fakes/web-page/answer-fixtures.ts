import type { AnswerView, DecisionView, StreamEvent } from '../../../src/adapters/web/api/schemas/answer.ts'
import type { CitationView, EvidenceView } from '../../../src/adapters/web/api/schemas/common.ts'

/** The decision to search, with the features of a usual question. */
export const searchingDecision: DecisionView = {
  labels: ['knowledge'],
  probabilities: { direct: 0.06, knowledge: 0.91, history: 0.12, tool: 0.03 },
  confidence: 0.91,
  reasons: ['probe-knowledge-strong', 'asks-for-fact', 'question-form', 'named-entity'],
  features: {
    'question-form': 1,
    'asks-for-fact': 1,
    'asks-what': 1,
    'named-entity': 0.5,
    'probe-knowledge': 0.82,
    'probe-knowledge-margin': 0.31,
    'probe-history': -0.74,
    'probe-history-margin': 0.02,
    'long-message': 0,
  },
  decidedBy: 'features',
}

export const directDecision: DecisionView = {
  labels: ['direct'],
  probabilities: { direct: 0.94, knowledge: 0.05, history: 0.02, tool: 0.01 },
  confidence: 0.94,
  reasons: ['small-talk-only', 'about-the-bot'],
  features: { 'small-talk': 1, 'about-the-bot': 1 },
  decidedBy: 'features',
}

export function evidenceAt(key: number, change: Partial<EvidenceView> = {}): EvidenceView {
  return {
    key,
    namespace: 'knowledge',
    title: `Handbook › Chapter ${key}`,
    text: `Passage ${key} of the handbook.`,
    location: '/srv/documents/handbook.md',
    locator: { headings: ['Handbook', `Chapter ${key}`] },
    createdAt: Date.UTC(2026, 9, 3),
    score: 1 / (key + 1),
    probability: Math.max(0.04, 0.95 - key * 0.11),
    legs: {
      lexical: { score: Math.max(0.05, 0.7 - key * 0.08), rank: key },
      ...(key % 3 === 2 ? {} : { dense: { score: Math.max(0.1, 0.82 - key * 0.05), rank: key + 1 } }),
    },
    ...change,
  }
}

export function citationOf(number: number, evidence: EvidenceView, quote: string): CitationView {
  const { key, title, location, locator, probability } = evidence
  return { number, key, title, location, locator, quote, score: probability }
}

export function answerWith(change: Partial<AnswerView>): AnswerView {
  return {
    kind: 'answered',
    text: 'An answer.',
    citations: [],
    decision: searchingDecision,
    evidence: { used: 0, found: 0 },
    model: 'qwen3:8b',
    question: 'A question?',
    timings: {
      contextualise: 0.4,
      probe: 1.9,
      route: 0.6,
      gather: 6.2,
      fit: 1.1,
      answer: 1842.5,
      check: 12.8,
      total: 1867.2,
    },
    ...change,
  }
}

/** The stages of an answer with its text in pieces, as a model would write it. */
export function stepsOf(answer: AnswerView, evidence: readonly EvidenceView[]): StreamEvent[] {
  const pieces = answer.model === null ? [] : (answer.text.match(/[\s\S]{1,6}/gu) ?? [])
  const isSearching = answer.decision.labels.some((label) => label !== 'direct')
  return [
    { kind: 'status', stage: 'contextualise' },
    { kind: 'status', stage: 'route' },
    { kind: 'decision', decision: answer.decision },
    ...(isSearching
      ? ([
          { kind: 'status', stage: 'gather' },
          { kind: 'evidence', evidence: [...evidence], found: answer.evidence.found },
        ] satisfies StreamEvent[])
      : []),
    { kind: 'status', stage: 'answer' },
    ...pieces.map((text): StreamEvent => ({ kind: 'token', text })),
    { kind: 'status', stage: 'check' },
    { kind: 'done', answer },
  ]
}
