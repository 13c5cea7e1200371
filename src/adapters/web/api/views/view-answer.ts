import type { Answer } from '../../../../domain/answer.ts'
import type { Decision } from '../../../../domain/decision.ts'
import type { PendingCall, ToolTrace } from '../../../../domain/tool.ts'
import type { AnswerView, DecisionView, PendingCallView } from '../schemas/answer.ts'
import type { ShowLocation } from './show-location.ts'
import { viewCitation } from './view-evidence.ts'

/** An answer without what is for Kiku alone, such as whom its sources are for. */
export function viewAnswer(answer: Answer, show: ShowLocation): AnswerView {
  const { kind, text, citations, decision, evidence, model, question, timings, tools, pending, degraded } = answer
  return {
    kind,
    text,
    citations: citations.map((citation) => viewCitation(citation, show)),
    decision: viewDecision(decision),
    evidence: { used: evidence.used, found: evidence.found },
    model,
    question,
    timings: { ...timings },
    ...(tools === undefined ? {} : { tools: viewTools(tools) }),
    ...(pending === undefined ? {} : { pending: viewPending(pending) }),
    ...(degraded === undefined ? {} : { degraded }),
  }
}

export function viewDecision(decision: Decision): DecisionView {
  const { labels, probabilities, confidence, reasons, features, decidedBy } = decision
  return {
    labels: [...labels],
    probabilities: { ...probabilities },
    confidence,
    reasons: [...reasons],
    features: { ...features },
    decidedBy,
  }
}

export function viewPending({
  callId,
  tool,
  title,
  arguments: given,
  destructive,
  expiresAt,
}: PendingCall): PendingCallView {
  return { callId, tool, title, arguments: { ...given }, destructive, expiresAt }
}

function viewTools({ considered, calls }: ToolTrace): NonNullable<AnswerView['tools']> {
  return {
    considered: considered.map(({ id, probability }) => ({ id, probability })),
    calls: calls.map(({ id, arguments: given, outcome, durationMs, code }) => ({
      id,
      arguments: { ...given },
      outcome,
      durationMs,
      ...(code === undefined ? {} : { code }),
    })),
  }
}
