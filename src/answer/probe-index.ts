import { toKikuError } from '../domain/errors.ts'
import type { Namespace, Task } from '../domain/task.ts'
import { withDeadline } from '../domain/with-deadline.ts'
import type { IndexQuery } from '../index/unified-index.ts'
import type { AnswerPorts } from './answer-request.ts'
import type { Probe, Question } from './question.ts'

/**
 * Looks once into every namespace, all at the same time. What cannot be searched in time is left out; so are tools and
 * examples when nothing is found, while an empty look into knowledge or history tells the router something.
 */
export async function probeIndex(question: Question, ports: AnswerPorts, signal: AbortSignal): Promise<Probe[]> {
  const probes = await Promise.all(
    ports.limits.probedNamespaces.map((namespace) => probeNamespace(namespace, question, ports, signal)),
  )
  return probes.filter((probe) => probe !== undefined)
}

async function probeNamespace(
  namespace: Namespace,
  question: Question,
  ports: AnswerPorts,
  signal: AbortSignal,
): Promise<Probe | undefined> {
  const query = toQuery(namespace, question, ports.limits.probeHits)
  const deadline = { signal, timeoutMs: ports.limits.probeMs, what: 'probe' }
  try {
    const hits = await withDeadline(deadline, (inTime) => ports.searcher.search(query, inTime))
    const isTelling = hits.length > 0 || namespace === 'knowledge' || namespace === 'history'
    return isTelling ? { namespace, hits } : undefined
  } catch (thrown) {
    signal.throwIfAborted()
    ports.telemetry.warn('probe-failed', { namespace, code: toKikuError(thrown).code })
    return undefined
  }
}

function toQuery(namespace: Namespace, question: Question, limit: number): IndexQuery {
  const query = { text: question.text, context: question.context, audience: question.audience.labels, limit }
  // The message itself is in the history by now; it must not find itself.
  const until = namespace === 'history' ? { until: question.askedAt } : {}
  return { ...query, ...until, task: taskFor(namespace, question) }
}

function taskFor(namespace: Namespace, question: Question): Task {
  switch (namespace) {
    case 'knowledge':
      return question.context.length === 0 ? 'qa' : 'convsearch'
    case 'history':
      return 'chat'
    case 'tool':
      return 'tool'
    case 'example':
      return 'icl'
  }
}
