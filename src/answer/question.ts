import type { Audience } from '../domain/audience.ts'
import type { Decision, RouteLabel } from '../domain/decision.ts'
import type { Evidence } from '../domain/evidence.ts'
import type { SearchMode } from '../domain/message.ts'
import type { Namespace } from '../domain/task.ts'
import type { Turn } from '../domain/thread.ts'
import type { PendingCall, ToolArguments, ToolTrace } from '../domain/tool.ts'
import type { ContextTurn, IndexHit } from '../index/unified-index.ts'
import type { ChatModel } from '../ports/chat-model.ts'

/** A message made standalone from its thread. */
export interface Question {
  /** The standalone question; the message's own text when it needed no rewriting. */
  readonly text: string
  /** The message as written, with the words of others that it lends. */
  readonly original: string
  /** The asker's own words: they alone say what is wanted. Those of others may say anything. */
  readonly ownWords: string
  /** Author id of who asks; turns of anybody else are words of others. */
  readonly asker?: string
  /** Recent turns of the thread before this one, oldest first. */
  readonly turns: readonly Turn[]
  /**
   * Turns, oldest first, that retrieval should use as context because the question could not be rewritten (no model
   * up). Empty when `text` stands alone: then the task is `qa`, otherwise `convsearch`.
   */
  readonly context: readonly ContextTurn[]
  readonly language: 'en' | 'ja'
  readonly audience: Audience
  readonly threadId: string
  readonly search: SearchMode
  /** A call that the asker has approved: it runs, exactly as it was shown. */
  readonly approved?: PendingCall
  /** Epoch milliseconds when the message arrived; relative times ('yesterday', '先週') count from here. */
  readonly askedAt: number
}

/** One cheap look into one namespace, before deciding. */
export interface Probe {
  readonly namespace: Namespace
  /** Best first. */
  readonly hits: readonly IndexHit[]
}

/** Decides whether to retrieve, and where. */
export interface Router {
  /** `model` is undefined when none is up; an empty `probes` means that nothing is known of the index. */
  route(
    question: Question,
    probes: readonly Probe[],
    model: ChatModel | undefined,
    signal: AbortSignal,
  ): Promise<Decision>
}

/** Gathers evidence of one kind. */
export interface EvidenceAgent {
  readonly label: Exclude<RouteLabel, 'direct'>
  /** Whether a question says all that this agent needs, so that there is nothing to decide. */
  claims?(question: Question): boolean
  /** @returns evidence, best first; only items that the question's audience may read. */
  gather(question: Question, signal: AbortSignal, gathering?: Gathering): Promise<readonly Evidence[]>
}

/** What an agent may need beside the question. */
export interface Gathering {
  /** Undefined when none is up. */
  readonly model: ChatModel | undefined
  /** Says what is being done, for whoever watches. */
  tell(event: GatheringEvent): void
}

/** A process was killed in the middle of the call; it was run and did not report success; it was not run. */
export type UndoneReason = 'begun-before' | 'failed' | 'not-run'

export type GatheringEvent =
  | { readonly kind: 'tool-call'; readonly name: string; readonly arguments: ToolArguments }
  /** The answer ends here; it goes on when the asker has approved the call. */
  | { readonly kind: 'approval-needed'; readonly call: PendingCall }
  /** What the asker approved was not done for certain, and the answer says so. */
  | { readonly kind: 'approved-undone'; readonly why: UndoneReason }
  /** At the end, once. */
  | { readonly kind: 'tools-used'; readonly trace: ToolTrace }
  /** There are tools that fit, and no model that can call them. */
  | { readonly kind: 'model-lacking' }
