import type { Audience } from '../domain/audience.ts'
import { yieldToEvents } from '../ingest/yield-to-events.ts'
import type { AnswerFacts, TimePlace } from '../ports/conversation-lists.ts'
import type { InsightReport, InsightRequest } from '../ports/insight.ts'
import { collectLatency } from './collect-latency.ts'
import { collectUnanswered } from './collect-unanswered.ts'
import { countCitations } from './count-citations.ts'
import { countDays } from './count-days.ts'
import { countOutcomes } from './count-outcomes.ts'
import { countRetrieval } from './count-retrieval.ts'
import type { InsightLimits, InsightPorts } from './insight-ports.ts'

/** Reads the answers of a time once, the latest first, and counts them in every way that is reported. */
export async function readInsight(
  request: InsightRequest,
  audience: Audience,
  ports: InsightPorts,
  limits: InsightLimits,
  signal: AbortSignal,
): Promise<InsightReport> {
  const outcomes = countOutcomes()
  const days = countDays(request)
  const latency = collectLatency()
  const citations = countCitations()
  const retrieval = countRetrieval()
  const unanswered = collectUnanswered(audience)
  const counters = [outcomes, days, latency, citations, retrieval, unanswered]

  const isPartial = await readAnswers(request, ports, limits, signal, (facts) => {
    for (const counter of counters) counter.add(facts)
  })
  return {
    ...outcomes.finish(),
    days: days.finish(),
    latency: await latency.finish(signal),
    sources: await citations.rank(audience, ports, signal),
    ...(await unanswered.finish(ports.conversations, signal)),
    retrieval: await retrieval.finish(ports, signal),
    isPartial,
  }
}

/** @returns whether there were more than may be read */
async function readAnswers(
  { since, until }: InsightRequest,
  { conversations }: InsightPorts,
  { answers, pageSize }: InsightLimits,
  signal: AbortSignal,
  take: (facts: AnswerFacts) => void,
): Promise<boolean> {
  let before: TimePlace | undefined
  for (let read = 0; ; ) {
    signal.throwIfAborted()
    // One more than may be read tells whether there are more.
    const limit = Math.min(pageSize, answers + 1 - read)
    const page = await conversations.listAnswers({ since, until }, { limit, ...(before && { before }) })
    for (const facts of page.slice(0, answers - read)) take(facts)
    read += page.length
    const last = page.at(-1)
    if (read > answers) return true
    if (last === undefined || page.length < limit) return false
    before = { at: last.at, id: last.turnId }
    await yieldToEvents()
  }
}
