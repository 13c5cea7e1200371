import { useState } from 'preact/hooks'
import type { AnswerView, DecisionView } from '../../api/schemas/answer.ts'
import { useWords } from '../text/current-words.ts'
import { nameReason } from '../text/name-reason.ts'
import { DecisionDetails } from './decision-details.tsx'
import { Icon } from './icon.tsx'

interface DecisionBarProps {
  /** Of the exchange. */
  readonly id: string
  readonly decision: DecisionView
  /** Absent while it is being made. */
  readonly answer: AnswerView | undefined
  readonly question: string
  /** Of the tools so far. */
  readonly tools: 'used' | 'chosen' | 'unused'
  /** Whether the answer is still being made. */
  readonly isRunning?: boolean
  /** Answers again with a search; absent where that cannot be asked for now. */
  readonly onSearch: (() => void) | undefined
}

const REASONS = 2

/** Whether Kiku searched, and why; the rest opens below. */
export function DecisionBar(props: DecisionBarProps) {
  const { id, decision, answer, question, tools, isRunning = false, onSearch } = props
  const words = useWords()
  const { ask } = words
  const [isOpen, setOpen] = useState(false)
  const details = `decision-${id}`
  const places = decision.labels.flatMap((label) => (label === 'direct' ? [] : [label]))
  const reasons = decision.reasons.slice(0, REASONS).map((reason) => nameReason(reason, words))
  return (
    <div class="decision">
      <div class="decision-line">
        <button
          type="button"
          class="chip"
          aria-expanded={isOpen}
          {...(isOpen ? { 'aria-controls': details } : {})}
          onClick={() => setOpen(!isOpen)}
        >
          <Icon name={places.length === 0 ? 'ask' : 'search'} />
          <span class="chip-verdict">{isRunning ? ask.searching(places, tools) : ask.searched(places, tools)}</span>
          {!isOpen && reasons.length > 0 && (
            <span class="chip-why">{reasons.join(words.language === 'ja' ? '、' : '; ')}</span>
          )}
          <Icon name="more" />
        </button>
        {places.length === 0 && onSearch !== undefined && (
          <button type="button" class="button small" aria-label={ask.searchLabel} onClick={onSearch}>
            <Icon name="search" />
            {ask.search}
          </button>
        )}
      </div>
      {isOpen && <DecisionDetails id={details} decision={decision} answer={answer} question={question} />}
    </div>
  )
}
