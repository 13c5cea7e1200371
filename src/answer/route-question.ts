import type { Decision, RouteLabel } from '../domain/decision.ts'
import { toKikuError } from '../domain/errors.ts'
import { withDeadline } from '../domain/with-deadline.ts'
import type { ChatModel } from '../ports/chat-model.ts'
import type { AnswerPorts } from './answer-request.ts'
import { consultHistory } from './consult-history.ts'
import type { EvidenceAgent, Probe, Question } from './question.ts'
import { recogniseSmallTalk } from './recognise-small-talk.ts'

/**
 * Decides whether to retrieve, and where. The asker's wish stands above the router; a router that fails means
 * retrieving, and so does having no model, since then quoting is all that Kiku can do.
 */
export async function routeQuestion(
  question: Question,
  probes: readonly Probe[],
  model: ChatModel | undefined,
  ports: AnswerPorts,
  signal: AbortSignal,
): Promise<Decision> {
  const decision = await decide(question, probes, model, ports, signal)
  return consultHistory(decision, question, probes, ports, signal)
}

async function decide(
  question: Question,
  probes: readonly Probe[],
  model: ChatModel | undefined,
  ports: AnswerPorts,
  signal: AbortSignal,
): Promise<Decision> {
  if (question.approved !== undefined) return decideForAsker(['tool'], 'asker-approved-call')
  if (question.search === 'never') return decideForAsker(['direct'], 'asker-declined-search')
  if (question.search === 'always') return decideForAsker(searchableLabels(probes), 'asker-wanted-search')
  const claiming = ports.agents.find((agent) => agent.claims?.(question) === true)
  if (claiming !== undefined) return decideForClaim(claiming.label)
  const decision = keepServable(await askRouter(question, probes, model, ports, signal), ports.agents)
  const isDirect = decision.labels.every((label) => label === 'direct')
  if (!isDirect || model !== undefined || recogniseSmallTalk(question.ownWords) !== undefined) return decision
  return { ...decision, labels: searchableLabels(probes), reasons: ['no-model', ...decision.reasons] }
}

async function askRouter(
  question: Question,
  probes: readonly Probe[],
  model: ChatModel | undefined,
  ports: AnswerPorts,
  signal: AbortSignal,
): Promise<Decision> {
  const deadline = { signal, timeoutMs: ports.limits.routeMs, what: 'router' }
  try {
    return await withDeadline(deadline, (inTime) => ports.router.route(question, probes, model, inTime))
  } catch (thrown) {
    signal.throwIfAborted()
    ports.telemetry.warn('router-failed', { code: toKikuError(thrown).code })
    return {
      ...decideForAsker(searchableLabels(probes), 'router-failed'),
      confidence: 0.5,
      decidedBy: 'features',
    }
  }
}

/** What nobody here can do must not be shown as done: a label without an agent becomes a look into the knowledge. */
function keepServable(decision: Decision, agents: readonly EvidenceAgent[]): Decision {
  const labels = decision.labels.filter((label) => label === 'direct' || agents.some((agent) => agent.label === label))
  if (labels.length === decision.labels.length) return decision
  const kept = labels.some((label) => label !== 'direct') ? labels : (['knowledge'] as const)
  return { ...decision, labels: kept, reasons: ['no-agent', ...decision.reasons] }
}

/** From here on a hit in the history is worth asking the history agent about. */
const PROMISING = 0.3

function searchableLabels(probes: readonly Probe[]): RouteLabel[] {
  const history = probes.find((probe) => probe.namespace === 'history')?.hits[0]?.probability ?? 0
  return history >= PROMISING ? ['knowledge', 'history'] : ['knowledge']
}

/** How sure it is that a question which reads as a whole request is one. */
const CLAIM = 0.97

function decideForClaim(label: RouteLabel): Decision {
  const probabilities = probabilitiesOf((each) => (each === label ? CLAIM : 1 - CLAIM))
  return {
    ...{ labels: [label], probabilities, confidence: CLAIM, features: {} },
    ...{ reasons: ['action-verb'], decidedBy: 'features' },
  }
}

function probabilitiesOf(probability: (label: RouteLabel) => number): Decision['probabilities'] {
  return {
    direct: probability('direct'),
    knowledge: probability('knowledge'),
    history: probability('history'),
    tool: probability('tool'),
  }
}

function decideForAsker(labels: readonly RouteLabel[], reason: string): Decision {
  return {
    labels,
    probabilities: probabilitiesOf((label) => (labels.includes(label) ? 1 : 0)),
    confidence: 1,
    reasons: [reason],
    features: {},
    decidedBy: 'asker',
  }
}
