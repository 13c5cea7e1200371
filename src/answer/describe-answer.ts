import type { Answer } from '../domain/answer.ts'
import { type Decision, ROUTE_LABELS } from '../domain/decision.ts'
import type { SpanAttributes } from '../ports/instruments.ts'

/** What a trace tells of an answer: how it came about, nothing that it says. */
export function describeAnswer({ kind, decision, evidence, citations, degraded }: Answer): SpanAttributes {
  return {
    'kiku.answer': kind,
    'kiku.route': nameRoute(decision),
    'kiku.decided_by': decision.decidedBy,
    'kiku.confidence': decision.confidence,
    'kiku.evidence_found': evidence.found,
    'kiku.evidence_used': evidence.used,
    'kiku.citations': citations.length,
    ...(degraded === undefined ? {} : { 'kiku.degraded': degraded }),
  }
}

/** The chosen labels as one word, always in the same order: `direct`, `knowledge`, `knowledge+tool`. */
export function nameRoute({ labels }: Pick<Decision, 'labels'>): string {
  return ROUTE_LABELS.filter((label) => labels.includes(label)).join('+')
}
