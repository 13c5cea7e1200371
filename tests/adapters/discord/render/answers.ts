import type { Answer } from '../../../../src/domain/answer.ts'
import type { Citation, Evidence } from '../../../../src/domain/evidence.ts'

export const citation: Citation = {
  number: 1,
  key: 1,
  title: 'Travel › Costs',
  location: 'https://wiki.example.com/travel',
  locator: { page: 3 },
  quote: '# Costs\n**File** them by the 10th.',
  score: 0.87,
}

export const answer: Answer = {
  kind: 'answered',
  text: 'By **the 10th** [1].',
  citations: [citation],
  decision: {
    labels: ['knowledge', 'history'],
    probabilities: { direct: 0, knowledge: 0.9, history: 0.6, tool: 0 },
    confidence: 0.83,
    reasons: ['asks-for-fact', 'probe-knowledge-strong', 'brand-new-reason'],
    features: {},
    decidedBy: 'features',
  },
  evidence: { used: 6, found: 9 },
  model: 'qwen3:8b',
  question: 'When are travel costs due?',
  timings: { route: 1, gather: 40, answer: 2310, total: 2400 },
}

export const direct: Answer = {
  ...answer,
  citations: [],
  decision: { ...answer.decision, labels: ['direct'] },
  evidence: { used: 0, found: 0 },
}

export const passage: Evidence = {
  key: 1,
  namespace: 'knowledge',
  audience: 'public',
  title: 'Travel | Costs',
  text: 'File [costs](https://example.com) by the *10th*.',
  location: 'https://discord.com/channels/1/2/3',
  locator: {},
  createdAt: 0,
  score: 1,
  probability: 0.8,
  legs: { lexical: { score: 0.42, rank: 3 }, dense: { score: 0.834, rank: 1 } },
}
