import type { Probe, Question, Router } from '../src/answer/question.ts'
import type { Decision } from '../src/domain/decision.ts'
import type { ChatModel } from '../src/ports/chat-model.ts'
import { type Clock, systemClock } from '../src/ports/clock.ts'
import type { PromptLibrary } from '../src/ports/prompt-library.ts'
import type { Telemetry } from '../src/ports/telemetry.ts'
import { applyModelVerdict } from './router/apply-model-verdict.ts'
import { askModel, type ModelVerdict } from './router/ask-model.ts'
import { DEFAULT_THRESHOLDS, type RouterThresholds } from './router/choose-labels.ts'
import { decideByFeatures, type FeatureVerdict } from './router/decide.ts'

export interface RouterOptions {
  readonly prompts: PromptLibrary
  readonly telemetry: Telemetry
  readonly clock?: Clock
  readonly thresholds?: Partial<RouterThresholds>
  /** How long the model may take to say whether it needs context. Milliseconds. */
  readonly modelDeadlineMs?: number
}

/**
 * Decides from what the message looks like and what the index holds; asks the model when that leaves doubt. The asker's
 * own wish (`Question.search`) stands above any router and is not its business.
 */
export function createRouter(options: RouterOptions): Router {
  const { telemetry, clock = systemClock } = options
  const thresholds = { ...DEFAULT_THRESHOLDS, ...options.thresholds }

  async function route(
    question: Question,
    probes: readonly Probe[],
    model: ChatModel | undefined,
    signal: AbortSignal,
  ): Promise<Decision> {
    signal.throwIfAborted()
    const startedAt = clock.elapsed()
    const byFeatures = decideByFeatures(question, probes, thresholds)
    const decision = await refine(byFeatures, question, model, signal)
    telemetry.debug('route-decided', {
      threadId: question.threadId,
      labels: decision.labels.join('+'),
      confidence: decision.confidence,
      decidedBy: decision.decidedBy,
      durationMs: clock.elapsed() - startedAt,
    })
    return decision
  }

  async function refine(
    { decision, isUnsure }: FeatureVerdict,
    question: Question,
    model: ChatModel | undefined,
    signal: AbortSignal,
  ): Promise<Decision> {
    if (model === undefined || !isUnsure) return decision
    const verdict = await tryModel(question, model, signal)
    return verdict === undefined ? withReason(decision, 'model-pass-failed') : applyModelVerdict(decision, verdict)
  }

  async function tryModel(
    question: Question,
    model: ChatModel,
    signal: AbortSignal,
  ): Promise<ModelVerdict | undefined> {
    try {
      const deadlineMs = options.modelDeadlineMs ?? 4000
      return await askModel(
        { question, model, prompts: options.prompts, deadlineMs, threshold: thresholds.modelAsks },
        signal,
      )
    } catch (cause) {
      // The asker's cancellation is no failure of the model, so it goes on to the caller.
      signal.throwIfAborted()
      telemetry.warn('route-model-failed', {
        threadId: question.threadId,
        error: cause instanceof Error ? cause.name : 'unknown',
      })
      return undefined
    }
  }

  return { route }
}

function withReason(decision: Decision, reason: string): Decision {
  return { ...decision, reasons: [...decision.reasons, reason] }
}
