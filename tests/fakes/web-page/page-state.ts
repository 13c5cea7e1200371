import type { StreamEvent } from '../../../src/adapters/web/api/schemas/answer.ts'
import type { Problem } from '../../../src/adapters/web/api/schemas/common.ts'
import type { SessionView, ThreadSummaryView, ThreadView } from '../../../src/adapters/web/api/schemas/conversations.ts'
import type { InsightView } from '../../../src/adapters/web/api/schemas/insight.ts'
import type { SourceJobView, SourceView } from '../../../src/adapters/web/api/schemas/library.ts'
import { insightFixture, ownerSession, sourceFixtures, threadFixtures } from './library-fixtures.ts'
import { type PageScript, pageScripts } from './page-scripts.ts'

/** Everything that the scripted API answers from. */
export interface PageState {
  session: SessionView
  threads: ThreadSummaryView[]
  exchanges: Map<string, ThreadView['exchanges']>
  sources: SourceView[]
  jobs: SourceJobView[]
  insight: (days: number) => InsightView
  scripts: readonly PageScript[]
  /** Answers of paths that begin so, in place of everything else. */
  refusals: Map<string, Problem>
  /** Milliseconds before each answer of the API but that to a question. */
  delay: number
  /** Milliseconds between two stages of an answer, and between two of its tokens. */
  pace: { stage: number; token: number }
  /** Documents that every job finds to be there already. */
  unchanged: number
  /** Milliseconds between two changes of a job. */
  jobPace: number
}

export function createPageState(): PageState {
  const now = Date.now()
  const threads = threadFixtures(now)
  return {
    session: ownerSession,
    threads,
    exchanges: new Map(threads.map(({ id, title, updatedAt }) => [id, [pastExchange(id, title, updatedAt)]])),
    sources: sourceFixtures(now),
    jobs: [],
    insight: (days) => insightFixture(days, now),
    scripts: pageScripts,
    refusals: new Map(),
    delay: 0,
    pace: { stage: 120, token: 4 },
    unchanged: 0,
    jobPace: 150,
  }
}

function pastExchange(id: string, question: string, at: number): ThreadView['exchanges'][number] {
  const script = pageScripts.find(({ word }) => question.includes(word))
  const done = script?.steps.find((step): step is Extract<StreamEvent, { kind: 'done' }> => step.kind === 'done')
  return { turnId: `web:local:local:${id}`, question, at, ...(done === undefined ? {} : { answer: done.answer }) }
}
