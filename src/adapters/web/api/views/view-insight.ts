import type { InsightReport } from '../../../../ports/insight.ts'
import type { InsightView } from '../schemas/insight.ts'
import { showLocationTo } from './show-location.ts'

const show = showLocationTo({ role: 'owner' })

export function viewInsight(report: InsightReport): InsightView {
  const { days, outcomes, routes, surfaces, feedback, latency, sources, unanswered, retrieval } = report
  return {
    questions: report.questions,
    days: days.map(({ day, answered, extracted, abstained }) => ({ day, answered, extracted, abstained })),
    outcomes: { ...outcomes },
    routes: { ...routes },
    surfaces: { ...surfaces },
    feedback: { ...feedback },
    latency: Object.fromEntries(
      Object.entries(latency).map(([stage, { p50, p90, p99 }]) => [stage, { p50, p90, p99 }]),
    ),
    sources: sources.map(({ location, title, citations }) => ({ location: show(location), title, citations })),
    unanswered: unanswered.map(({ turnId, text, surface, at }) => ({ turnId, text, surface, at })),
    unansweredElsewhere: report.unansweredElsewhere,
    retrieval: { ...retrieval },
    isPartial: report.isPartial,
  }
}
