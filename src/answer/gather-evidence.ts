import type { Decision } from '../domain/decision.ts'
import { type KikuError, toKikuError } from '../domain/errors.ts'
import type { Evidence } from '../domain/evidence.ts'
import { withDeadline } from '../domain/with-deadline.ts'
import type { AnswerPorts } from './answer-request.ts'
import type { EvidenceAgent, Question } from './question.ts'

export interface Gathered {
  /** Best first, each agent's own order kept. */
  readonly evidence: readonly Evidence[]
  /** What kept agents from answering, one error for each that failed. */
  readonly failures: readonly KikuError[]
  /** How many agents were asked. */
  readonly asked: number
}

/** Asks the chosen agents at the same time. One that fails or is late costs its evidence, not the answer. */
export async function gatherEvidence(
  question: Question,
  decision: Decision,
  ports: AnswerPorts,
  signal: AbortSignal,
): Promise<Gathered> {
  const agents = chooseAgents(decision, ports.agents)
  const results = await Promise.all(agents.map((agent) => askAgent(agent, question, ports, signal)))
  const permitted = new Set(question.audience.labels)
  // The index has filtered already; an agent that forgot must not be able to leak either.
  const lists = results.map(({ evidence }) => evidence.filter((item) => permitted.has(item.audience)))
  const failures = results.flatMap(({ failure }) => (failure === undefined ? [] : [failure]))
  return { evidence: mergeByProbability(lists), failures, asked: agents.length }
}

// A label without an agent falls back to knowledge: looking is better than guessing.
function chooseAgents(decision: Decision, agents: readonly EvidenceAgent[]): readonly EvidenceAgent[] {
  const chosen = agents.filter((agent) => decision.labels.includes(agent.label))
  if (chosen.length > 0 || decision.labels.every((label) => label === 'direct')) return chosen
  return agents.filter((agent) => agent.label === 'knowledge')
}

interface AgentResult {
  readonly evidence: readonly Evidence[]
  readonly failure?: KikuError
}

async function askAgent(
  agent: EvidenceAgent,
  question: Question,
  ports: AnswerPorts,
  signal: AbortSignal,
): Promise<AgentResult> {
  const deadline = { signal, timeoutMs: ports.limits.gatherMs, what: `${agent.label} agent` }
  try {
    return { evidence: await withDeadline(deadline, (inTime) => agent.gather(question, inTime)) }
  } catch (thrown) {
    signal.throwIfAborted()
    const failure = toKikuError(thrown)
    ports.telemetry.warn('agent-failed', { agent: agent.label, code: failure.code })
    return { evidence: [], failure }
  }
}

function mergeByProbability(lists: readonly (readonly Evidence[])[]): Evidence[] {
  const queues = lists.map((list) => [...list])
  const merged = new Map<number, Evidence>()
  while (true) {
    const next = queues
      .filter((queue) => queue.length > 0)
      .reduce<Evidence[] | undefined>(
        (best, queue) => (headProbability(queue) > headProbability(best) ? queue : best),
        undefined,
      )
    const item = next?.shift()
    if (item === undefined) return [...merged.values()]
    if (!merged.has(item.key)) merged.set(item.key, item)
  }
}

function headProbability(queue: readonly Evidence[] | undefined): number {
  return queue?.[0]?.probability ?? -1
}
