import { toKikuError } from '../domain/errors.ts'
import { withDeadline } from '../domain/with-deadline.ts'
import type { ModelLookup } from '../ports/chat-model.ts'
import type { AnswerPorts } from './answer-request.ts'

/** Looks for a model to use now. A search that fails or is late means that none can be used, not that the answer fails. */
export async function findModel(ports: AnswerPorts, signal: AbortSignal): Promise<ModelLookup> {
  const deadline = { signal, timeoutMs: ports.limits.modelLookupMs, what: 'search for a model' }
  try {
    return await withDeadline(deadline, (inTime) => ports.models.find(inTime))
  } catch (thrown) {
    return { kind: 'unavailable', error: toKikuError(thrown) }
  }
}
