import type { AnswerView, DecisionView } from '../schemas/answer.ts'
import type { CitationView, EvidenceView } from '../schemas/common.ts'
import type { Examples } from './replies.ts'

/** What the examples of the OpenAPI document are put together from. */
const decision: DecisionView = {
  labels: ['knowledge'],
  probabilities: { direct: 0.04, knowledge: 0.93, history: 0.05, tool: 0.01 },
  confidence: 0.93,
  reasons: ['probe-knowledge-strong', 'question-form'],
  features: { 'probe-knowledge': 0.91, 'question-form': 1 },
  decidedBy: 'features',
}

const quotes = {
  en: { title: 'Travel › Hotels', text: 'Hotels are paid up to 140 euros per night.', location: 'travel.md' },
  ja: { title: '出張 › 宿泊', text: '宿泊費は1泊2万円まで支給します。', location: 'travel-ja.md' },
} as const

function evidence(language: 'en' | 'ja'): EvidenceView {
  return {
    key: 41,
    namespace: 'knowledge',
    ...quotes[language],
    locator: { headings: [quotes[language].title], line: 12 },
    createdAt: 1_763_712_000_000,
    score: 0.82,
    probability: 0.91,
    legs: { lexical: { score: 0.74, rank: 1 }, dense: { score: 0.69, rank: 2 } },
  }
}

function citation(language: 'en' | 'ja'): CitationView {
  const { key, title, text, location, locator, probability } = evidence(language)
  return { number: 1, key, title, location, locator, quote: text, score: probability }
}

function answer(language: 'en' | 'ja'): AnswerView {
  const isEnglish = language === 'en'
  return {
    kind: 'answered',
    text: isEnglish ? 'Up to 140 euros per night [1].' : '1泊2万円までです[1]。',
    citations: [citation(language)],
    decision,
    evidence: { used: 1, found: 4 },
    model: 'qwen3:8b',
    question: QUESTIONS[language],
    timings: { route: 3, gather: 6, answer: 1840, total: 1862 },
  }
}

const QUESTIONS: Examples<string> = {
  en: 'What does the company pay for a hotel?',
  ja: '宿泊費はいくらまで出ますか？',
}

const THREAD = 'web:local:4d1f0f6e-5a0c-4c0e-9a53-0c5a3d3c7a11'
const TURN = 'web:local:local:9b2f7c1e-33a1-4f0c-8d52-2b7a0f6c1d10'

function inBoth<Value>(make: (language: 'en' | 'ja') => Value): Examples<Value> {
  return { en: make('en'), ja: make('ja') }
}

export const EXAMPLES = {
  question: inBoth((language) => ({ question: QUESTIONS[language], search: 'auto' })),
  reply: inBoth((language) => ({ threadId: THREAD, turnId: TURN, answer: answer(language) })),
  stream: inBoth((language) =>
    [
      { kind: 'begun', threadId: THREAD, turnId: TURN },
      { kind: 'decision', decision },
      { kind: 'token', text: answer(language).text },
      { kind: 'done', answer: answer(language) },
    ]
      .map((event) => `event: ${event.kind}\ndata: ${JSON.stringify(event)}\n\n`)
      .join(''),
  ),
  search: inBoth((language) => ({ query: quotes[language].title, limit: 5 })),
  found: inBoth((language) => ({ evidence: [evidence(language)], durationMs: 2.4 })),
  thread: inBoth((language) => ({
    id: THREAD,
    title: QUESTIONS[language],
    exchanges: [
      { turnId: TURN, question: QUESTIONS[language], at: 1_763_712_000_000, answer: answer(language), feedback: 'up' },
    ],
  })),
  rename: { en: { title: 'Hotels' }, ja: { title: '宿泊費' } },
  feedback: {
    en: { turnId: TURN, verdict: 'down', reason: 'The amount is from last year.' },
    ja: { turnId: TURN, verdict: 'down', reason: '金額が去年のものです。' },
  },
  chat: inBoth((language) => ({
    model: 'kiku',
    messages: [{ role: 'user', content: QUESTIONS[language] }],
    stream: false,
  })),
  embeddings: inBoth((language) => ({ model: 'bundled:v1', input: [quotes[language].text], side: 'key' })),
} as const
