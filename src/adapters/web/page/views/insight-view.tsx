import { useEffect, useState } from 'preact/hooks'
import type { Problem } from '../../api/schemas/common.ts'
import type { InsightView as Insight } from '../../api/schemas/insight.ts'
import { fetchInsight } from '../api/library.ts'
import { toProblem } from '../api/problem.ts'
import { DayChart } from '../charts/day-chart.tsx'
import { InsightCards } from '../components/insight-cards.tsx'
import { InsightFigures } from '../components/insight-figures.tsx'
import { ProblemCard } from '../components/problem-card.tsx'
import { Unanswered } from '../components/unanswered.tsx'
import { useWords } from '../text/current-words.ts'

const RANGES = [7, 30, 90] as const

interface InsightState {
  readonly insight?: Insight
  readonly problem?: Problem
}

/** What was asked over a time, and how it went. */
export function InsightView() {
  const { insight: words, shell } = useWords()
  const [days, setDays] = useState<number>(30)
  const [attempt, setAttempt] = useState(0)
  const [{ insight, problem }, setState] = useState<InsightState>({})
  useEffect(() => {
    document.title = `${shell.insight} · Kiku`
  }, [shell.insight])
  useEffect(() => {
    const controller = new AbortController()
    fetchInsight(days, controller.signal).then(
      (read) => setState({ insight: read }),
      (thrown: unknown) => {
        if (!controller.signal.aborted) setState((before) => ({ ...before, problem: toProblem(thrown) }))
      },
    )
    return () => controller.abort()
  }, [days, attempt])
  return (
    <div class="page-view insight">
      <div class="view-head">
        <h1>{words.title}</h1>
        <p class="quiet">{words.text}</p>
        <fieldset class="ranges">
          <legend class="unseen">{words.range}</legend>
          {RANGES.map((range) => (
            <label key={range} class={range === days ? 'range chosen' : 'range'}>
              <input
                type="radio"
                name="range"
                class="unseen"
                checked={range === days}
                onChange={() => setDays(range)}
              />
              {words.days(range)}
            </label>
          ))}
        </fieldset>
      </div>
      {problem !== undefined && <ProblemCard problem={problem} onRetry={() => setAttempt(attempt + 1)} />}
      {insight === undefined && problem === undefined && <InsightSkeleton />}
      {insight !== undefined && <Report insight={insight} />}
    </div>
  )
}

function Report({ insight }: { readonly insight: Insight }) {
  const { insight: words } = useWords()
  if (insight.questions === 0) {
    return (
      <>
        <div class="nothing">
          <h2>{words.empty}</h2>
          <p class="quiet">{words.emptyText}</p>
        </div>
        <InsightCards insight={insight} />
      </>
    )
  }
  return (
    <>
      {insight.isPartial && <p class="note">{words.partial}</p>}
      <InsightFigures insight={insight} />
      <DayChart days={insight.days} />
      <InsightCards insight={insight} />
      <Unanswered insight={insight} />
    </>
  )
}

function InsightSkeleton() {
  const { shell } = useWords()
  return (
    <div class="skeletons" role="status" aria-label={shell.loading}>
      <span class="skeleton figures" />
      <span class="skeleton chart-size" />
      <span class="skeleton chart-size" />
    </div>
  )
}
