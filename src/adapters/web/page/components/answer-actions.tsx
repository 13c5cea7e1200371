import { useState } from 'preact/hooks'
import type { AnswerView } from '../../api/schemas/answer.ts'
import { notify } from '../state/notices.ts'
import { useWords } from '../text/current-words.ts'
import { writeMarkdown } from '../text/write-markdown.ts'
import { Icon } from './icon.tsx'

interface AnswerActionsProps {
  readonly question: string
  readonly answer: AnswerView
  readonly feedback: 'up' | 'down' | undefined
  readonly isBusy: boolean
  readonly onAgain: () => void
  readonly onFeedback: (verdict: 'up' | 'down') => void
}

const COPIED_MS = 2_000

/** What can be done with an answer, and in a line how it came about. */
export function AnswerActions({ question, answer, feedback, isBusy, onAgain, onFeedback }: AnswerActionsProps) {
  const words = useWords()
  const { ask } = words
  const [isCopied, setCopied] = useState(false)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(writeMarkdown(question, answer, words))
      setCopied(true)
      setTimeout(() => setCopied(false), COPIED_MS)
    } catch {
      notify(ask.copyFailed, { tone: 'bad' })
    }
  }
  const facts = [
    answer.evidence.found > 0 ? ask.usedEvidence(answer.evidence.used, answer.evidence.found) : undefined,
    answer.model === null ? undefined : ask.writtenBy(answer.model),
    answer.timings.total === undefined ? undefined : ask.milliseconds(answer.timings.total),
  ].filter((fact) => fact !== undefined)
  return (
    <div class="answer-foot">
      <div class="actions" role="toolbar" aria-label={ask.actions}>
        <button type="button" class="icon-button" aria-label={ask.copy} title={ask.copy} onClick={() => void copy()}>
          <Icon name={isCopied ? 'check' : 'copy'} />
        </button>
        <button
          type="button"
          class="icon-button"
          aria-label={ask.tryAgain}
          title={ask.tryAgain}
          disabled={isBusy}
          onClick={onAgain}
        >
          <Icon name="again" />
        </button>
        {(['up', 'down'] as const).map((verdict) => {
          const label = verdict === 'up' ? ask.helpful : ask.notHelpful
          return (
            <button
              key={verdict}
              type="button"
              class="icon-button"
              aria-label={label}
              title={label}
              aria-pressed={feedback === verdict}
              onClick={() => onFeedback(verdict)}
            >
              <Icon name={verdict} />
            </button>
          )
        })}
      </div>
      <p class="facts break">{facts.join(' · ')}</p>
    </div>
  )
}
