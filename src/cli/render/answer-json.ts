import type { Answer } from '../../domain/answer.ts'

/** The object that `ask --json` prints. Scripts rely on it: fields are added, never renamed. */
export function answerJson(answer: Answer): Readonly<Record<string, unknown>> {
  return {
    kind: answer.kind,
    answer: answer.text,
    citations: answer.citations.map(({ number, title, location, quote, score, locator }) => ({
      number,
      title,
      location,
      quote,
      score,
      locator,
    })),
    decision: {
      labels: answer.decision.labels,
      confidence: answer.decision.confidence,
      reasons: answer.decision.reasons,
      features: answer.decision.features,
      probabilities: answer.decision.probabilities,
      decidedBy: answer.decision.decidedBy,
    },
    evidence: { used: answer.evidence.used, found: answer.evidence.found },
    model: answer.model,
    question: answer.question,
    timings: answer.timings,
    ...(answer.tools === undefined ? {} : { tools: answer.tools }),
    ...(answer.pending === undefined ? {} : { pending: answer.pending }),
    ...(answer.degraded === undefined ? {} : { degraded: answer.degraded }),
  }
}
