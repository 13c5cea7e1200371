import { randomBytes, randomUUID } from 'node:crypto'
import { createHistoryAgent, createKnowledgeAgent } from '../../agents/index.ts'
import { createRouter } from '../../agents/router.ts'
import { findTimeRange } from '../adapters/time-expressions/find-time-range.ts'
import { answerQuestion } from '../answer/answer-question.ts'
import {
  type AnswerLimits,
  type AnswerPorts,
  type AnswerRequest,
  DEFAULT_ANSWER_LIMITS,
} from '../answer/answer-request.ts'
import type { EvidenceAgent } from '../answer/question.ts'
import type { Config } from '../config.ts'
import { createChatHost } from '../conversation/create-chat-host.ts'
import { createConversation } from '../conversation/handle-message.ts'
import { measureAnswer } from '../conversation/measure-answer.ts'
import { createRateLimit, type RateLimit } from '../conversation/rate-limit.ts'
import { createThreadLock } from '../conversation/thread-lock.ts'
import { createTurnQueue } from '../conversation/turn-queue.ts'
import type { AnswerEvent } from '../domain/answer.ts'
import { TERMINAL_PERSON, terminalAudience } from '../domain/audience.ts'
import type { Message } from '../domain/message.ts'
import type { OpenIndex } from '../index/open-index.ts'
import { DEFAULT_INGEST_LIMITS } from '../ingest/ingestor.ts'
import { createPace } from '../ingest/pace.ts'
import type { AskRequest } from '../kiku.ts'
import type { ChatHost } from '../ports/chat-host.ts'
import type { ChatModelSource } from '../ports/chat-model.ts'
import type { Clock } from '../ports/clock.ts'
import type { DocumentLoader } from '../ports/document-loader.ts'
import type { Instruments } from '../ports/instruments.ts'
import type { PromptLibrary } from '../ports/prompt-library.ts'
import type { Store } from '../ports/store.ts'
import type { Telemetry } from '../ports/telemetry.ts'
import { answerInPassing, type PassingQuestion } from './answer-in-passing.ts'

export interface AnsweringParts {
  readonly config: Config
  readonly store: Store
  readonly index: OpenIndex
  readonly models: ChatModelSource
  /** Reads what people attach to their questions. */
  readonly loader: DocumentLoader
  readonly clock: Clock
  readonly telemetry: Telemetry
  readonly instruments: Instruments
  readonly prompts: PromptLibrary
  /** Agents beside those for documents and past talk. */
  readonly agents: readonly EvidenceAgent[]
  /** A process that only looks answers without remembering. */
  readonly isWriter: boolean
}

export interface Answering {
  ask(request: AskRequest, signal: AbortSignal): AsyncIterable<AnswerEvent>
  /** Answers for somebody who reads just this, and remembers nothing. */
  askFor(request: PassingQuestion, signal: AbortSignal): AsyncIterable<AnswerEvent>
  /** What chat platforms' surfaces ask of Kiku. */
  readonly host: ChatHost
  close(): Promise<void>
}

const MINUTE_MS = 60_000

export function openAnswering(parts: AnsweringParts): Answering {
  const { config, store, index, loader, clock, telemetry, instruments, isWriter } = parts
  const ports = answerPorts(parts)
  const answer = (request: AnswerRequest): AsyncIterable<AnswerEvent> => answerQuestion(request, ports)
  const { perAuthorPerMinute, perChannelPerMinute } = config.limits
  const conversationPorts = {
    store,
    writer: index,
    answer,
    rateLimit: exceptTerminal(createRateLimit({ limit: perAuthorPerMinute, windowMs: MINUTE_MS, clock })),
    channelLimit: exceptTerminal(
      createRateLimit({ limit: perChannelPerMinute, windowMs: MINUTE_MS, clock, code: 'channel-limited' }),
    ),
    threadLock: createThreadLock(),
    turnQueue: createTurnQueue({
      concurrency: config.limits.concurrentAnswers,
      mostWaiting: config.limits.queueLength,
      // Authors take turns, so whatever the limit per minute lets in may wait.
      mostPerAuthor: perAuthorPerMinute,
    }),
    clock,
    telemetry,
    instruments,
    mostCharacters: config.limits.questionCharacters,
  }
  const conversation = createConversation(conversationPorts)
  const passing = { ...conversationPorts, mostCharacters: config.limits.questionCharacters }
  const { chunkTokens } = config.ingest
  const host = createChatHost(conversation, {
    ...conversationPorts,
    searcher: index,
    loader,
    pace: createPace(),
    chunking: { maxTokens: chunkTokens, overlapTokens: DEFAULT_INGEST_LIMITS.overlapTokens },
  })
  return {
    host,
    ask(request, signal) {
      const message = toMessage(request, config.language, clock)
      return isWriter ? conversation.handle(message, signal) : answerInPassing(message, [], passing, signal)
    },
    askFor({ text, search, audience, askedBy, surface, turns = [], language = config.language }, signal) {
      const message = toMessage({ text, search, audience: [] }, language, clock)
      const asked = { ...message, audience, author: { id: askedBy } }
      return measureAnswer({ surface, instruments, clock }, () => answerInPassing(asked, turns, passing, signal))
    },
    close: () => conversation.drain(),
  }
}

/** Whoever sits at the terminal owns the machine and is not limited. */
function exceptTerminal(limit: RateLimit): RateLimit {
  return { check: (id) => (id.startsWith('terminal:') ? undefined : limit.check(id)) }
}

function answerPorts({
  config,
  store,
  index,
  models,
  prompts,
  agents,
  clock,
  telemetry,
  instruments,
}: AnsweringParts): AnswerPorts {
  const { items } = store
  const limits: AnswerLimits = {
    ...DEFAULT_ANSWER_LIMITS,
    gatherMs: config.answer.gatherSeconds * 1000,
    toolMs: config.tools.seconds * 1000,
    answerMs: config.answer.deadlineSeconds * 1000,
    firstTokenMs: config.answer.deadlineSeconds * 1000,
  }
  return {
    models,
    searcher: index,
    router: createRouter({ prompts, telemetry, clock }),
    agents: [
      createKnowledgeAgent({ searcher: index, items }),
      createHistoryAgent({ searcher: index, items, findTimeRange }),
      ...agents,
    ],
    prompts,
    clock,
    telemetry,
    instruments,
    createBoundary: () => randomBytes(12).toString('hex'),
    limits,
  }
}

function toMessage(request: AskRequest, language: 'en' | 'ja', clock: Clock): Message {
  const now = clock.now()
  const thread = {
    id: request.threadId ?? `terminal:${randomUUID()}`,
    surface: 'terminal',
    workspace: 'local',
    channel: 'terminal',
    audience: TERMINAL_PERSON,
    createdAt: now,
  } as const
  return {
    id: randomUUID(),
    thread,
    author: { id: 'terminal:local' },
    text: request.text,
    receivedAt: now,
    audience: terminalAudience(request.audience),
    search: request.search,
    locale: language,
    addressed: true,
    ...(request.approved === undefined ? {} : { approved: request.approved }),
  }
}
