import type { Decision } from '../domain/decision.ts'
import { toKikuError } from '../domain/errors.ts'
import { merelyAsks } from '../domain/language/interrogatives.ts'
import { withDeadline } from '../domain/with-deadline.ts'
import type { AnswerPorts } from './answer-request.ts'
import type { EvidenceAgent, Probe, Question } from './question.ts'

/** How much better past talk must fit than any document. */
const CLEARLY_BETTER = 0.15

/**
 * Adds past talk to a search of documents where it tells what no document does: few people say 'as somebody wrote' when
 * they ask for what only a message tells. Earlier questions do not count, since they have all the words and no answer.
 */
export async function consultHistory(
  decision: Decision,
  question: Question,
  probes: readonly Probe[],
  ports: AnswerPorts,
  signal: AbortSignal,
): Promise<Decision> {
  const { labels, reasons } = decision
  const agent = ports.agents.find(({ label }) => label === 'history')
  if (agent === undefined || !labels.includes('knowledge') || labels.includes('history')) return decision
  const least = likeliest('knowledge', probes) + CLEARLY_BETTER
  // The look at single messages costs more than the probe, and is seldom needed.
  if (likeliest('history', probes) < least || !(await tells(agent, least, question, ports, signal))) return decision
  return { ...decision, labels: [...labels, 'history'], reasons: [...reasons, 'probe-history-strong'] }
}

async function tells(
  agent: EvidenceAgent,
  least: number,
  question: Question,
  { limits, telemetry }: AnswerPorts,
  signal: AbortSignal,
): Promise<boolean> {
  const deadline = { signal, timeoutMs: limits.probeMs, what: 'look into past talk' }
  try {
    const evidence = await withDeadline(deadline, (inTime) => agent.gather(question, inTime))
    return evidence.some(({ text, probability }) => probability >= least && !merelyAsks(text))
  } catch (thrown) {
    signal.throwIfAborted()
    telemetry.warn('history-not-consulted', { code: toKikuError(thrown).code })
    return false
  }
}

/** The likeliest hit need not be the first: of several that say the same, only the last one leads. */
function likeliest(namespace: Probe['namespace'], probes: readonly Probe[]): number {
  const hits = probes.find((probe) => probe.namespace === namespace)?.hits ?? []
  return Math.max(0, ...hits.map(({ probability }) => probability))
}
