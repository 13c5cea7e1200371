import type { AnswerView, DecisionView, PendingCallView, StreamEvent } from '../../api/schemas/answer.ts'
import type { EvidenceView, Problem } from '../../api/schemas/common.ts'

export type AnswerStage = Extract<StreamEvent, { kind: 'status' }>['stage']

/** An answer in the making, or what became of it. */
export interface AnswerStream {
  /** `lost`: the connection broke off, and the page tries to find out what became of the answer. */
  readonly phase: 'working' | 'done' | 'stopped' | 'lost' | 'failed'
  readonly stage?: AnswerStage
  /** How many questions come first, itself included, while it waits. */
  readonly position?: number
  readonly text: string
  readonly decision?: DecisionView
  readonly evidence: readonly EvidenceView[]
  readonly found: number
  readonly calls: readonly { readonly name: string; readonly arguments: Readonly<Record<string, unknown>> }[]
  readonly pending?: PendingCallView
  readonly answer?: AnswerView
  readonly problem?: Problem
}

export type StreamStep = StreamEvent | { readonly kind: 'stopped' } | { readonly kind: 'lost' }

export const beginning: AnswerStream = { phase: 'working', text: '', evidence: [], found: 0, calls: [] }

/** What an answer looks like after one more step. Whatever comes after the end changes nothing. */
export function advanceStream(stream: AnswerStream, step: StreamStep): AnswerStream {
  if (stream.phase !== 'working' && stream.phase !== 'lost') return stream
  switch (step.kind) {
    case 'begun':
      return stream
    case 'status':
      return withStage(stream, step.stage, step.position)
    case 'decision':
      return { ...stream, decision: step.decision }
    case 'evidence':
      return { ...stream, evidence: step.evidence, found: step.found }
    case 'token':
      return { ...stream, text: stream.text + step.text }
    case 'tool-call':
      return { ...stream, calls: [...stream.calls, { name: step.name, arguments: step.arguments }] }
    case 'approval-needed':
      return { ...stream, pending: step.call }
    case 'done':
      return { ...stream, phase: 'done', answer: step.answer }
    case 'failed':
      return { ...stream, phase: 'failed', problem: step.problem }
    case 'stopped':
      return { ...stream, phase: 'stopped' }
    case 'lost':
      return { ...stream, phase: 'lost' }
  }
}

/** Joins neighbouring tokens, so that a burst of them costs one step. */
export function joinTokens(steps: readonly StreamStep[]): StreamStep[] {
  const joined: StreamStep[] = []
  for (const step of steps) {
    const last = joined.at(-1)
    if (step.kind === 'token' && last?.kind === 'token') {
      joined[joined.length - 1] = { kind: 'token', text: last.text + step.text }
    } else {
      joined.push(step)
    }
  }
  return joined
}

function withStage({ position: _, ...stream }: AnswerStream, stage: AnswerStage, position?: number): AnswerStream {
  return { ...stream, stage, ...(position === undefined ? {} : { position }) }
}
