import type { Decision, RouteLabel } from '../domain/decision.ts'
import { toKikuError } from '../domain/errors.ts'
import { withDeadline } from '../domain/with-deadline.ts'
import type { ChatModel } from '../ports/chat-model.ts'
import type { AnswerPorts } from './answer-request.ts'
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
  if (question.search === 'never') return decideForAsker(['direct'])
  if (question.search === 'always') return decideForAsker(searchableLabels(probes))
  const routed = keepServable(await askRouter(question, probes, model, ports, signal), ports.agents)
  const decision = withTellingHistory(routed, probes, ports.agents)
  const isDirect = decision.labels.every((label) => label === 'direct')
  if (!isDirect || model !== undefined || recogniseSmallTalk(question.original) !== undefined) return decision
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
      ...decideForAsker(searchableLabels(probes)),
      confidence: 0.5,
      reasons: ['router-failed'],
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

/** How much better it must fit than any document to be asked where the wording does not point to it. */
const CLEARLY_BETTER = 0.15

function searchableLabels(probes: readonly Probe[]): RouteLabel[] {
  return bestOf('history', probes) >= PROMISING ? ['knowledge', 'history'] : ['knowledge']
}

/** Few say 'as somebody wrote here' when they ask for what only somebody's message tells: then the history is read too. */
function withTellingHistory(decision: Decision, probes: readonly Probe[], agents: readonly EvidenceAgent[]): Decision {
  const { labels, reasons } = decision
  const history = bestOf('history', probes)
  const isTelling = history >= bestOf('knowledge', probes) + CLEARLY_BETTER
  const isAskedAlready = !labels.includes('knowledge') || labels.includes('history')
  if (!isTelling || isAskedAlready || !agents.some(({ label }) => label === 'history')) return decision
  return { ...decision, labels: [...labels, 'history'], reasons: [...reasons, 'probe-history-strong'] }
}

/** The likeliest hit need not be the first: of several that say the same, as when all ask the same, only the last leads. */
function bestOf(namespace: Probe['namespace'], probes: readonly Probe[]): number {
  const hits = probes.find((probe) => probe.namespace === namespace)?.hits ?? []
  return Math.max(0, ...hits.map(({ probability }) => probability))
}

function decideForAsker(labels: readonly RouteLabel[]): Decision {
  const probability = (label: RouteLabel) => (labels.includes(label) ? 1 : 0)
  return {
    labels,
    probabilities: {
      direct: probability('direct'),
      knowledge: probability('knowledge'),
      history: probability('history'),
      tool: probability('tool'),
    },
    confidence: 1,
    reasons: [labels.includes('direct') ? 'asker-declined-search' : 'asker-wanted-search'],
    features: {},
    decidedBy: 'asker',
  }
}
