import type { Decision } from '../domain/decision.ts'
import { type KikuError, toKikuError } from '../domain/errors.ts'
import type { Evidence } from '../domain/evidence.ts'
import type { PendingCall, ToolTrace } from '../domain/tool.ts'
import { withDeadline } from '../domain/with-deadline.ts'
import { noInstruments } from '../ports/instruments.ts'
import type { AnswerPorts } from './answer-request.ts'
import type { EvidenceAgent, Gathering, Question, UndoneReason } from './question.ts'

export interface Gathered {
  /** Best first, each agent's own order kept. */
  readonly evidence: readonly Evidence[]
  /** What kept agents from answering, one error for each that failed. */
  readonly failures: readonly KikuError[]
  /** How many agents were asked. */
  readonly asked: number
  readonly tools?: ToolTrace
  /** A call that has to be approved before there is anything to answer. */
  readonly pending?: PendingCall
  /** Why a call that the asker approved was not done for certain. */
  readonly undone?: UndoneReason
  /** Whether tools fit that no model at hand can call. */
  readonly lacksModel: boolean
}

/** What was gathered while no agent was asked. */
export const NOTHING_GATHERED: Gathered = { evidence: [], failures: [], asked: 0, lacksModel: false }

/**
 * Asks the chosen agents at the same time. One that fails or is late costs its evidence, not the answer. Where no tool has
 * served, everything else is looked into.
 */
export async function gatherEvidence(
  question: Question,
  decision: Decision,
  { model, tell }: Gathering,
  ports: AnswerPorts,
  signal: AbortSignal,
): Promise<Gathered> {
  const agents = chooseAgents(decision, ports.agents)
  const noted: { tools?: ToolTrace; pending?: PendingCall; undone?: UndoneReason } = {}
  let lacksModel = false
  const gathering: Gathering = {
    model,
    tell(event) {
      if (event.kind === 'tools-used') noted.tools = event.trace
      if (event.kind === 'approval-needed') noted.pending = event.call
      if (event.kind === 'approved-undone') noted.undone = event.why
      if (event.kind === 'model-lacking') lacksModel = true
      tell(event)
    },
  }
  const { instruments = noInstruments } = ports
  const ask = (agent: EvidenceAgent) =>
    instruments.span(`agent.${agent.label}`, {}, async (span) => {
      const result = await askAgent(agent, question, gathering, ports, signal)
      span.set({ 'kiku.evidence_found': result.evidence.length })
      span.end(result.failure?.code)
      return result
    })
  const results = await Promise.all(agents.map(ask))
  const isServed = noted.pending !== undefined || results.some(({ evidence }) => evidence.length > 0)
  // Whoever approved a call asks for that alone; nobody knows how far one came that was too slow.
  if (question.approved !== undefined && !isServed) noted.undone ??= 'failed'
  const isWanting = !isServed && question.approved === undefined && agents.some(({ label }) => label === 'tool')
  const rest = isWanting ? ports.agents.filter((agent) => !agents.includes(agent)) : []
  results.push(...(await Promise.all(rest.map(ask))))
  const permitted = new Set(question.audience.labels)
  // The index has filtered already; an agent that forgot must not be able to leak either.
  const lists = results.map(({ evidence }) => evidence.filter((item) => permitted.has(item.audience)))
  const failures = results.flatMap(({ failure }) => (failure === undefined ? [] : [failure]))
  return { evidence: mergeByProbability(lists), failures, asked: results.length, lacksModel, ...noted }
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
  gathering: Gathering,
  ports: AnswerPorts,
  signal: AbortSignal,
): Promise<AgentResult> {
  // Tools are called one after the other, with a model in between.
  const timeoutMs = agent.label === 'tool' ? ports.limits.toolMs : ports.limits.gatherMs
  const deadline = { signal, timeoutMs, what: `${agent.label} agent` }
  try {
    return { evidence: await withDeadline(deadline, (inTime) => agent.gather(question, inTime, gathering)) }
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
