import { toKikuError } from '../domain/errors.ts'
import { withDeadline } from '../domain/with-deadline.ts'
import type { ModelLookup } from '../ports/chat-model.ts'
import type { AnswerPorts } from './answer-request.ts'
import { measureModel } from './measure-model.ts'

/** Looks for a model to use now. A search that fails or is late means that none can be used, not that the answer fails. */
export async function findModel(ports: AnswerPorts, signal: AbortSignal): Promise<ModelLookup> {
  const deadline = { signal, timeoutMs: ports.limits.modelLookupMs, what: 'search for a model' }
  try {
    const found = await withDeadline(deadline, (inTime) => ports.models.find(inTime))
    if (found.kind !== 'ready' || ports.instruments === undefined) return found
    return { kind: 'ready', model: measureModel(found.model, ports.instruments) }
  } catch (thrown) {
    return { kind: 'unavailable', error: toKikuError(thrown) }
  }
}
