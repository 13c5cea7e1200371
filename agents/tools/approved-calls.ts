import type { Audience } from '../../src/domain/audience.ts'
import type { PendingCall } from '../../src/domain/tool.ts'
import type { CallDesk, CallOutcome } from './call-desk.ts'
import type { ToolCatalog } from './tool-catalog.ts'

/** Runs each approved call once, whatever becomes of the answer around it. */
export interface ApprovedCalls {
  /**
   * What came of the call. A question that is answered again in this process, as when its readers have changed meanwhile,
   * is given the same; after a kill in the middle of a call nobody knows, which is `begun-before`.
   */
  run(
    approved: PendingCall,
    readers: Audience,
    desk: CallDesk,
    signal: AbortSignal,
  ): Promise<CallOutcome | 'begun-before'>
}

export interface ApprovedCallPorts {
  readonly catalog: ToolCatalog
  /** Says that an approved call is about to run. @returns false when that was said before: it must not run twice */
  readonly claimCall: (callId: string) => Promise<boolean>
}

const MOST_REMEMBERED = 100

export function createApprovedCalls({ catalog, claimCall }: ApprovedCallPorts): ApprovedCalls {
  const outcomes = new Map<string, Promise<CallOutcome>>()
  return {
    async run(approved, readers, desk, signal) {
      const spec = catalog.find(approved.tool)?.spec
      const isOffered = spec !== undefined && readers.labels.includes(spec.audience)
      // The desk says what is wrong with it.
      if (!isOffered) return desk.callApproved(approved, signal)
      const earlier = outcomes.get(approved.callId)
      if (earlier !== undefined) return earlier
      if (!(await claimCall(approved.callId))) return 'begun-before'
      const [oldest] = outcomes.keys()
      if (outcomes.size >= MOST_REMEMBERED && oldest !== undefined) outcomes.delete(oldest)
      const outcome = desk.callApproved(approved, signal)
      outcomes.set(approved.callId, outcome)
      return outcome
    },
  }
}
