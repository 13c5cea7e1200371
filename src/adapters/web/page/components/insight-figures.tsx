import type { InsightView } from '../../api/schemas/insight.ts'
import { OUTCOMES } from '../charts/stack-days.ts'
import { useWords } from '../text/current-words.ts'
import { formatPercent } from '../text/format.ts'

/** The numbers that matter most, large. */
export function InsightFigures({ insight }: { readonly insight: InsightView }) {
  const words = useWords()
  const { questions, outcomes, routes } = insight
  const share = (count: number) => (questions === 0 ? 0 : count / questions)
  return (
    <dl class="figures">
      <div>
        <dt>{words.insight.questions}</dt>
        <dd>{questions.toLocaleString(words.language)}</dd>
      </div>
      {OUTCOMES.map((outcome) => (
        <div key={outcome} title={words.insight.outcomesHint[outcome]}>
          <dt>
            <span class={`swatch ${outcome}`} aria-hidden="true" />
            {words.insight.outcomes[outcome]}
          </dt>
          <dd>
            {formatPercent(share(outcomes[outcome]), words)}{' '}
            <small>{outcomes[outcome].toLocaleString(words.language)}</small>
          </dd>
        </div>
      ))}
      <div>
        <dt>{words.insight.searchedShare}</dt>
        <dd>{formatPercent(share(questions - routes.direct), words)}</dd>
      </div>
    </dl>
  )
}
