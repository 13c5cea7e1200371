import { answerTurnId } from '../domain/message.ts'
import type { Approvals } from '../ports/chat-host.ts'
import type { Clock } from '../ports/clock.ts'
import type { Store } from '../ports/store.ts'
import type { Telemetry } from '../ports/telemetry.ts'

export interface ApprovalPorts {
  readonly store: Pick<Store, 'conversations' | 'settings'>
  readonly clock: Clock
  readonly telemetry: Telemetry
}

/** Decisions are kept as `approvals:<call id>` for as long as their calls could be approved, and longer. */
const PREFIX = 'approvals:'
const KEPT_MS = 14 * 24 * 60 * 60_000

/** Takes what askers decide about calls. What waits is kept with its answer, so that a restart changes nothing. */
export function createApprovals({ store, clock, telemetry }: ApprovalPorts): Approvals {
  const underWay = new Set<string>()

  async function dropOld(): Promise<void> {
    for (const { name, value } of await store.settings.list(PREFIX)) {
      if (Number(value) < clock.now() - KEPT_MS) await store.settings.remove(name)
    }
  }

  return {
    async decide({ turnId, callId, by, isApproved }) {
      const [question, answer] = await Promise.all([
        store.conversations.findTurn(turnId),
        store.conversations.findAnswer(answerTurnId(turnId)),
      ])
      const call = answer?.pending
      if (question === undefined) return { kind: 'gone' }
      if (call === undefined || call.callId !== callId) {
        // What was approved has given way to the answer that came of it.
        const wasDecided = question.author.id === by && (await store.settings.get(PREFIX + callId)) !== undefined
        return { kind: wasDecided ? 'decided' : 'gone' }
      }
      if (question.author.id !== by) return { kind: 'not-yours' }
      if (clock.now() >= call.expiresAt) return { kind: 'expired' }
      // Two clicks at once are one.
      if (underWay.has(callId)) return { kind: 'decided' }
      underWay.add(callId)
      try {
        if ((await store.settings.get(PREFIX + callId)) !== undefined) return { kind: 'decided' }
        await dropOld()
        // Kept before anything is run: a kill in between costs the call, and never runs it twice.
        await store.settings.set(PREFIX + callId, String(clock.now()))
        telemetry.info('tool-call-decided', { tool: call.tool, isApproved })
        return isApproved ? { kind: 'approved', call } : { kind: 'declined' }
      } finally {
        underWay.delete(callId)
      }
    },
  }
}
