import type { Answer } from '../../src/domain/answer.ts'
import type { PendingCall } from '../../src/domain/tool.ts'
import { buildAnswer } from './scripted-kiku.ts'

/** A call that waits for its asker, long enough for every test. */
export function pendingCall(about: Partial<PendingCall> = {}): PendingCall {
  return {
    callId: 'a1-B2_c3',
    tool: 'office__delete_booking',
    title: 'Delete a booking',
    arguments: { id: 7, reason: '予定の変更' },
    destructive: false,
    expiresAt: Date.UTC(2100, 0),
    ...about,
  }
}

/** An answer that waits for that. */
export function pendingAnswer(about: Partial<PendingCall> = {}): Answer {
  const pending = pendingCall(about)
  const { decision } = buildAnswer()
  return buildAnswer({
    kind: 'abstained',
    text: 'I need your approval before I run “Delete a booking”.',
    citations: [],
    decision: { ...decision, labels: ['tool'], reasons: [] },
    evidence: { used: 0, found: 0 },
    model: null,
    question: 'Delete booking 7',
    tools: {
      considered: [
        { id: 'office__delete_booking', probability: 0.93 },
        { id: 'calculate', probability: 0.2 },
      ],
      calls: [
        { id: 'office__find_booking', arguments: {}, outcome: 'done', durationMs: 1_230 },
        { id: 'office__find_room', arguments: {}, outcome: 'failed', durationMs: 40, code: 'tool-failed' },
        { id: pending.tool, arguments: pending.arguments, outcome: 'awaiting-approval', durationMs: 0 },
      ],
    },
    pending,
  })
}
