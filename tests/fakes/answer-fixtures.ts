import { type AnswerPorts, type AnswerRequest, DEFAULT_ANSWER_LIMITS } from '../../src/answer/answer-request.ts'
import type { Passage } from '../../src/answer/fit-context.ts'
import type { EvidenceAgent, Question, Router } from '../../src/answer/question.ts'
import type { Answer, AnswerEvent } from '../../src/domain/answer.ts'
import type { Decision, RouteLabel } from '../../src/domain/decision.ts'
import type { Evidence } from '../../src/domain/evidence.ts'
import type { Turn } from '../../src/domain/thread.ts'
import type { ChatMessage } from '../../src/ports/chat-model.ts'
import type { Clock } from '../../src/ports/clock.ts'
import type { PromptLibrary } from '../../src/ports/prompt-library.ts'
import { silentTelemetry } from '../../src/ports/telemetry.ts'
import { noModel } from './scripted-chat-model.ts'
import { scriptedSearcher } from './scripted-searcher.ts'

/** The fence secret of every prompt in tests. */
export const BOUNDARY = 'b0undary5ecret'

/** A piece of evidence; what a test does not care about is filled in. */
export function evidence(text: string, about: Partial<Evidence> = {}): Evidence {
  const key = about.key ?? 1
  return {
    key,
    namespace: 'knowledge',
    audience: 'public',
    title: 'Handbook',
    text,
    location: `/docs/${key}.md`,
    locator: {},
    createdAt: Date.UTC(2025, 0, 2),
    score: 0.8,
    probability: 0.8,
    legs: {},
    ...about,
  }
}

/** Numbered passages of these texts. */
export function passages(...texts: readonly (string | Evidence)[]): Passage[] {
  return texts.map((text, index) => {
    const item = typeof text === 'string' ? evidence(text, { key: index + 1 }) : text
    return { number: index + 1, evidence: item, text: item.text }
  })
}

export function question(text: string, about: Partial<Question> = {}): Question {
  return {
    text,
    original: text,
    ownWords: about.original ?? text,
    turns: [],
    context: [],
    language: /[\u3040-\u30ff\u4e00-\u9fff]/.test(text) ? 'ja' : 'en',
    audience: { labels: ['public'] },
    threadId: 'thread-1',
    search: 'auto',
    askedAt: Date.UTC(2025, 10, 19, 12),
    ...about,
  }
}

export function request(text: string, about: Partial<AnswerRequest> = {}): AnswerRequest {
  const { audience, threadId, search, language, askedAt } = question(text)
  return {
    text,
    turns: [],
    threadId,
    audience,
    search,
    language,
    askedAt,
    signal: new AbortController().signal,
    ...about,
  }
}

export function turn(role: Turn['role'], text: string, createdAt = 1): Turn {
  return { id: `${role}:${text}`, threadId: 'thread-1', role, author: { id: role }, text, createdAt }
}

/** A router that always decides the same. */
export function routerTo(...labels: readonly RouteLabel[]): Router {
  const probability = (label: RouteLabel) => (labels.includes(label) ? 0.9 : 0.1)
  const decision: Decision = {
    labels,
    probabilities: {
      direct: probability('direct'),
      knowledge: probability('knowledge'),
      history: probability('history'),
      tool: probability('tool'),
    },
    confidence: 0.9,
    reasons: ['scripted'],
    features: {},
    decidedBy: 'features',
  }
  return { route: async () => decision }
}

/** An agent that returns this, or fails with it. */
export function agentFinding(label: EvidenceAgent['label'], found: readonly Evidence[] | Error): EvidenceAgent {
  return {
    label,
    async gather() {
      if (found instanceof Error) throw found
      return found
    },
  }
}

/** Every prompt as one system and one user message that show their values. */
const plainPrompts: PromptLibrary = {
  render(name, language, values) {
    const rest = Object.entries(values).map(([key, value]) => `${key}: ${value}`)
    const system: ChatMessage = { role: 'system', content: `${name} ${language}` }
    return [system, { role: 'user', content: rest.join('\n') }]
  },
}

/** A clock that moves one millisecond each time somebody looks at it. */
export function tickingClock(): Clock {
  let ticks = 0
  return { now: () => Date.UTC(2025, 10, 19, 12), elapsed: () => (ticks += 1) }
}

export function answerPorts(about: Partial<AnswerPorts> = {}): AnswerPorts {
  return {
    models: noModel,
    searcher: scriptedSearcher({ qa: () => [], convsearch: () => [], chat: () => [] }),
    router: routerTo('knowledge'),
    agents: [agentFinding('knowledge', [])],
    prompts: plainPrompts,
    clock: tickingClock(),
    telemetry: silentTelemetry,
    createBoundary: () => BOUNDARY,
    limits: DEFAULT_ANSWER_LIMITS,
    ...about,
  }
}

export async function collect<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = []
  for await (const item of stream) items.push(item)
  return items
}

/** The answer that a stream of events ends with; fails when it ends otherwise. */
export function answerOf(events: readonly AnswerEvent[]): Answer {
  const last = events.at(-1)
  if (last?.kind !== 'done') throw new Error(`the stream ended with ${JSON.stringify(last)}`)
  return last.answer
}
