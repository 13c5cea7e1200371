import type { AnswerEvent } from '../../../../domain/answer.ts'
import type { KikuError } from '../../../../domain/errors.ts'
import type { StreamEvent } from '../schemas/answer.ts'
import type { Problem } from '../schemas/common.ts'
import type { ShowLocation } from './show-location.ts'
import { viewAnswer, viewDecision, viewPending } from './view-answer.ts'
import { viewEvidence } from './view-evidence.ts'

export interface EventViews {
  readonly show: ShowLocation
  readonly describe: (error: KikuError) => Problem
}

/** One step of an answer as it is streamed. */
export function viewEvent(event: AnswerEvent, { show, describe }: EventViews): StreamEvent {
  switch (event.kind) {
    case 'status': {
      const { stage, position } = event
      return { kind: 'status', stage, ...(position === undefined ? {} : { position }) }
    }
    case 'decision':
      return { kind: 'decision', decision: viewDecision(event.decision) }
    case 'evidence': {
      const evidence = event.evidence.map((one) => viewEvidence(one, show))
      return { kind: 'evidence', evidence, found: event.found }
    }
    case 'token':
      return { kind: 'token', text: event.text }
    case 'tool-call':
      return { kind: 'tool-call', name: event.name, arguments: { ...event.arguments } }
    case 'approval-needed':
      return { kind: 'approval-needed', call: viewPending(event.call) }
    case 'done':
      return { kind: 'done', answer: viewAnswer(event.answer, show) }
    case 'failed':
      return { kind: 'failed', problem: describe(event.error) }
  }
}
