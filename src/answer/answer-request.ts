import type { Audience } from '../domain/audience.ts'
import type { SearchMode } from '../domain/message.ts'
import type { Namespace } from '../domain/task.ts'
import type { Turn } from '../domain/thread.ts'
import type { PendingCall } from '../domain/tool.ts'
import type { IndexSearcher } from '../index/unified-index.ts'
import type { ChatModelSource } from '../ports/chat-model.ts'
import type { Clock } from '../ports/clock.ts'
import type { Instruments } from '../ports/instruments.ts'
import type { PromptLibrary } from '../ports/prompt-library.ts'
import type { Telemetry } from '../ports/telemetry.ts'
import type { EvidenceAgent, Router } from './question.ts'

/** One message to answer, with what surrounds it. */
export interface AnswerRequest {
  readonly text: string
  /** The asker's own words, where `text` lends the model those of others besides. */
  readonly ownWords?: string
  /** Turns of the thread before this message, oldest first. */
  readonly turns: readonly Turn[]
  readonly threadId: string
  readonly audience: Audience
  readonly search: SearchMode
  readonly language: 'en' | 'ja'
  /** Author id of who asks. */
  readonly asker?: string
  /** A call that the asker has approved. */
  readonly approved?: PendingCall
  /** Epoch milliseconds. */
  readonly askedAt: number
  /** Aborting it stops every stage and ends the stream with `failed`. */
  readonly signal: AbortSignal
}

/** What the answer pipeline needs of the world. */
export interface AnswerPorts {
  readonly models: ChatModelSource
  readonly searcher: IndexSearcher
  readonly router: Router
  readonly agents: readonly EvidenceAgent[]
  readonly prompts: PromptLibrary
  readonly clock: Clock
  readonly telemetry: Telemetry
  readonly instruments?: Instruments
  /** A fresh secret for the fences of one prompt: at least 64 random bits as letters and digits. */
  readonly createBoundary: () => string
  readonly limits: AnswerLimits
}

/** Deadlines in milliseconds and sizes of the answer pipeline. */
export interface AnswerLimits {
  readonly modelLookupMs: number
  readonly rewriteMs: number
  readonly probeMs: number
  readonly routeMs: number
  readonly gatherMs: number
  /** For the tool agent, with everything that it calls. */
  readonly toolMs: number
  /** Until the first piece of the model's answer; a model that is not loaded yet may take minutes. */
  readonly firstTokenMs: number
  /** Between two pieces of the model's answer. */
  readonly idleMs: number
  /** The model's whole answer. */
  readonly answerMs: number
  /** Hits per namespace in a probe. */
  readonly probeHits: number
  readonly probedNamespaces: readonly Namespace[]
  /** Most tokens of an answer; less where the model's context is small. */
  readonly answerTokens: number
  /** Tokens of evidence that an extractive answer reads. */
  readonly extractTokens: number
  /** Recent turns that count as the conversation. */
  readonly recentTurns: number
}

export const DEFAULT_ANSWER_LIMITS: AnswerLimits = {
  modelLookupMs: 3_000,
  rewriteMs: 15_000,
  probeMs: 2_000,
  routeMs: 15_000,
  gatherMs: 5_000,
  toolMs: 60_000,
  firstTokenMs: 180_000,
  idleMs: 60_000,
  answerMs: 600_000,
  probeHits: 8,
  probedNamespaces: ['knowledge', 'history', 'tool'],
  answerTokens: 1_024,
  extractTokens: 6_000,
  recentTurns: 6,
}
