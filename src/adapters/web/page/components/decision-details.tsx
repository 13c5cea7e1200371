import type { AnswerView, DecisionView } from '../../api/schemas/answer.ts'
import { isNamed, rankFeatures } from '../state/rank-features.ts'
import { useWords } from '../text/current-words.ts'
import { formatPercent } from '../text/format.ts'
import { nameReason } from '../text/name-reason.ts'
import { Bar } from './bar.tsx'

interface DecisionDetailsProps {
  readonly id: string
  readonly decision: DecisionView
  readonly answer: AnswerView | undefined
  readonly question: string
}

const ROUTES = ['direct', 'knowledge', 'history', 'tool'] as const
const LEAST_MS = 0.1

/** The router's numbers as tables with bars, so that eyes and screen readers get the same. */
export function DecisionDetails({ id, decision, answer, question }: DecisionDetailsProps) {
  const words = useWords()
  const { ask } = words
  const features = rankFeatures(decision)
  // What the tables say is not said twice.
  const sentences = decision.reasons
    .filter((reason) => !features.some(({ name, isReason }) => isReason && isNamed(reason, name)))
    .map((reason) => nameReason(reason, words))
  const percents = decision.labels.map((label) => Math.round((decision.probabilities[label] ?? 0) * 100))
  const percent = Math.round(decision.confidence * 100)
  const isRewritten = answer !== undefined && answer.question.trim() !== question.trim()
  return (
    <section id={id} class="decision-details" aria-label={ask.whyTitle}>
      <p>
        {ask.decidedBy[decision.decidedBy]}
        {!percents.includes(percent) && ` · ${ask.confidence(percent)}`}
      </p>
      {sentences.length > 0 && <p class="quiet">{sentences.join(words.language === 'ja' ? '、' : '; ')}</p>}
      {isRewritten && (
        <p>
          {ask.standalone}: <q class="break">{answer.question}</q>
        </p>
      )}
      <div class="columns">
        <table class="bars">
          <caption>{ask.routesTitle}</caption>
          <tbody>
            {ROUTES.map((route) => (
              <tr key={route} class={decision.labels.includes(route) ? 'chosen' : ''}>
                <th scope="row">{ask.routes[route]}</th>
                <td>
                  <Bar
                    share={decision.probabilities[route] ?? 0}
                    tone={decision.labels.includes(route) ? 'accent' : 'calm'}
                  />
                </td>
                <td class="number">{formatPercent(decision.probabilities[route] ?? 0, words)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {features.length === 0 ? (
          <p class="quiet">{ask.noFeatures}</p>
        ) : (
          <table class="bars">
            <caption>{ask.featuresTitle}</caption>
            <tbody>
              {features.map(({ name, value, isReason }) => (
                <tr key={name} class={isReason ? 'chosen' : ''}>
                  <th scope="row">{nameReason(name, words)}</th>
                  <td>
                    <Bar share={Math.abs(value)} tone={value < 0 ? 'against' : isReason ? 'accent' : 'calm'} />
                  </td>
                  <td class="number">{value.toFixed(2).replace(/^-0\.00$/, '0.00')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
      {features.length > 0 && <p class="quiet small-text">{ask.featuresNote}</p>}
      {answer !== undefined && <Timings answer={answer} />}
    </section>
  )
}

function Timings({ answer: { timings } }: { readonly answer: AnswerView }) {
  const { ask } = useWords()
  const { total = 0, ...stages } = timings
  const noted = Object.entries(stages).filter(([, ms]) => ms >= LEAST_MS)
  if (noted.length === 0) return null
  return (
    <table class="bars">
      <caption>{ask.timings}</caption>
      <tbody>
        {[...noted, ['total', total] as const].map(([stage, ms]) => (
          <tr key={stage}>
            <th scope="row">{ask.stageNames[stage] ?? stage}</th>
            <td>
              <Bar share={total === 0 ? 0 : ms / total} tone="calm" />
            </td>
            <td class="number">{ask.milliseconds(ms)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
