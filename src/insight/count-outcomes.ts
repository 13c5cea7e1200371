import { ROUTE_LABELS } from '../domain/decision.ts'
import type { AnswerFacts } from '../ports/conversation-lists.ts'
import type { InsightReport } from '../ports/insight.ts'

type Counts = Pick<InsightReport, 'feedback' | 'outcomes' | 'questions' | 'routes' | 'surfaces'>

/** Counts answers by how they ended, how they were found, where they were given and what was thought of them. */
export function countOutcomes(): { add(facts: AnswerFacts): void; finish(): Counts } {
  const outcomes = { answered: 0, extracted: 0, abstained: 0 }
  const routes = { direct: 0, knowledge: 0, history: 0, tool: 0 }
  const surfaces = new Map<string, number>()
  const feedback = { up: 0, down: 0 }
  let questions = 0
  return {
    add({ kind, labels, surface, feedback: { up, down } }) {
      questions += 1
      outcomes[kind] += 1
      for (const label of ROUTE_LABELS) if (labels.includes(label)) routes[label] += 1
      surfaces.set(surface, (surfaces.get(surface) ?? 0) + 1)
      feedback.up += up
      feedback.down += down
    },
    finish: () => ({ questions, outcomes, routes, surfaces: Object.fromEntries(surfaces), feedback }),
  }
}
