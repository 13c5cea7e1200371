import { createMemoryStore } from '../../src/adapters/memory/memory-store.ts'
import type { AnswerRequest } from '../../src/answer/answer-request.ts'
import { type Conversation, type ConversationPorts, createConversation } from '../../src/conversation/handle-message.ts'
import { createRateLimit } from '../../src/conversation/rate-limit.ts'
import { createThreadLock } from '../../src/conversation/thread-lock.ts'
import { createTurnQueue } from '../../src/conversation/turn-queue.ts'
import type { Answer, AnswerEvent } from '../../src/domain/answer.ts'
import type { Message } from '../../src/domain/message.ts'
import type { IndexEntry } from '../../src/index/unified-index.ts'
import type { Store } from '../../src/ports/store.ts'
import { silentTelemetry } from '../../src/ports/telemetry.ts'
import { tickingClock } from './answer-fixtures.ts'

export const neverAborts = new AbortController().signal

/** A message in a Slack channel. */
export function message(text: string, about: Partial<Message> = {}): Message {
  return {
    id: text,
    thread: {
      id: 'thread-1',
      surface: 'slack',
      workspace: 'T1',
      channel: 'C1',
      audience: 'slack:T1:C1',
      createdAt: Date.UTC(2025, 10, 19),
    },
    author: { id: 'U1', displayName: 'Aki' },
    text,
    receivedAt: Date.UTC(2025, 10, 19, 9),
    audience: { labels: ['public', 'slack:T1:C1'] },
    search: 'auto',
    addressed: true,
    ...about,
  }
}

function answer(text: string, about: Partial<Answer>): Answer {
  const citation = { number: 1, key: 1, title: 'T', location: '/t', locator: {}, quote: 'q', score: 0.9 }
  return {
    kind: 'answered',
    text,
    citations: [citation],
    decision: {
      labels: ['knowledge'],
      probabilities: { direct: 0, knowledge: 1, history: 0, tool: 0 },
      confidence: 1,
      reasons: [],
      features: {},
      decidedBy: 'features',
    },
    evidence: { used: 1, found: 1 },
    model: 'm',
    question: text,
    timings: { total: 1 },
    audiences: [],
    ...about,
  }
}

/** An answer of one token. */
export async function* replies(text: string, about: Partial<Answer> = {}): AsyncGenerator<AnswerEvent> {
  yield { kind: 'token', text }
  yield { kind: 'done', answer: answer(text, about) }
}

/** For conversations that must not come to an answer. */
export async function* unexpected(): AsyncGenerator<AnswerEvent> {
  yield* []
  throw new Error('nothing should have been answered')
}

/** A conversation over a store in memory. */
export interface ConversationScene extends Conversation {
  readonly ports: ConversationPorts & { readonly store: Store }
  readonly store: Store
  /** What can be found now, by key. */
  readonly attached: ReadonlyMap<number, IndexEntry>
  /** What the pipeline was asked, in order. */
  readonly asked: readonly AnswerRequest[]
}

export function stageConversation(
  answering: (request: AnswerRequest) => AsyncIterable<AnswerEvent>,
  about: Partial<ConversationPorts> = {},
): ConversationScene {
  const store = createMemoryStore()
  const attached = new Map<number, IndexEntry>()
  const asked: AnswerRequest[] = []
  const ports = {
    store,
    writer: {
      embedKeys: async (_namespace: string, texts: readonly unknown[]) =>
        texts.map(() => [{ space: 's', vector: Float32Array.of(1, 0) }]),
      attach(entries: readonly IndexEntry[]) {
        for (const entry of entries) attached.set(entry.key, entry)
      },
      detach(keys: readonly number[]) {
        for (const key of keys) attached.delete(key)
      },
    },
    answer(request: AnswerRequest) {
      asked.push(request)
      return answering(request)
    },
    rateLimit: createRateLimit({ limit: 100, windowMs: 1_000, clock: tickingClock() }),
    channelLimit: createRateLimit({ limit: 1_000, windowMs: 1_000, clock: tickingClock(), code: 'channel-limited' }),
    threadLock: createThreadLock(),
    turnQueue: createTurnQueue({ concurrency: 2 }),
    clock: tickingClock(),
    telemetry: silentTelemetry,
    ...about,
  }
  return { ...createConversation(ports), ports: { ...ports, store }, store, attached, asked }
}
