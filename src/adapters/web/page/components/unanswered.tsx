import type { InsightView } from '../../api/schemas/insight.ts'
import { askQuestion } from '../state/ask-question.ts'
import { conversationStore } from '../state/conversations.ts'
import { goTo } from '../state/navigation.ts'
import { useWords } from '../text/current-words.ts'
import { formatMoment } from '../text/format.ts'
import { Icon } from './icon.tsx'

/** Questions without an answer; each can be asked again. */
export function Unanswered({ insight: { unanswered, unansweredElsewhere } }: { readonly insight: InsightView }) {
  const words = useWords()
  const { insight } = words
  const again = (question: string) => {
    askQuestion(conversationStore.read().blank, question, 'auto')
    goTo({ view: 'ask' })
  }
  return (
    <section class="card" aria-label={insight.unanswered}>
      <h2>{insight.unanswered}</h2>
      <p class="quiet small-text">
        {unanswered.length === 0 && unansweredElsewhere === 0 ? insight.noUnanswered : insight.unansweredText}
      </p>
      <ul class="unanswered">
        {unanswered.map(({ turnId, text, surface, at }) => (
          <li key={turnId}>
            <button type="button" class="unanswered-button" onClick={() => again(text)}>
              <span class="break">
                <span class="unseen">{insight.askAgain} </span>
                {text}
              </span>
              <span class="quiet small-text">
                {insight.surfaceNames[surface] ?? surface} · {formatMoment(at, words)}
              </span>
              <Icon name="ask" />
            </button>
          </li>
        ))}
      </ul>
      {unansweredElsewhere > 0 && <p class="quiet small-text">{insight.elsewhere(unansweredElsewhere)}</p>}
    </section>
  )
}
