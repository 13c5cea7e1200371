import { useState } from 'preact/hooks'
import type { AnswerView } from '../../api/schemas/answer.ts'
import { declineCall, giveFeedback } from '../api/conversations.ts'
import { toProblem } from '../api/problem.ts'
import { answerAgain } from '../state/ask-question.ts'
import type { Exchange } from '../state/conversation.ts'
import { changeAt } from '../state/conversations.ts'
import { notify } from '../state/notices.ts'
import { openPanel } from '../state/panel.ts'
import { useWords } from '../text/current-words.ts'
import { describeProblem } from '../text/describe-problem.ts'
import { AnswerActions } from './answer-actions.tsx'
import { AnswerBody } from './answer-body.tsx'
import { ApprovalCard } from './approval-card.tsx'
import { CitationList } from './citation-list.tsx'
import { DecisionBar } from './decision-bar.tsx'
import { FeedbackForm } from './feedback-form.tsx'
import { memo } from './memo.ts'
import { StreamView } from './stream-view.tsx'
import { ToolTrace } from './tool-trace.tsx'

interface ExchangeViewProps {
  readonly conversation: string
  readonly exchange: Exchange
  /** Whether an answer of the thread is being made: one at a time. */
  readonly isBusy: boolean
}

/** A question, and below it the answer or what stands in its place. */
export const ExchangeView = memo(({ conversation, exchange, isBusy }: ExchangeViewProps) => {
  const { ask } = useWords()
  const { key, question, answer, stream } = exchange
  const heading = `question-${key}`
  return (
    <article class="exchange" data-exchange={key} aria-labelledby={heading}>
      <h2 id={heading} class={question.length > 160 ? 'question long' : 'question'} tabIndex={-1}>
        {question}
      </h2>
      {stream !== undefined && (
        <StreamView conversation={conversation} exchange={exchange} stream={stream} isBusy={isBusy} />
      )}
      {stream === undefined && answer !== undefined && (
        <Answered conversation={conversation} exchange={exchange} isBusy={isBusy} />
      )}
      {stream === undefined && answer === undefined && (
        <p class="note">
          {ask.noAnswer}{' '}
          <button type="button" class="link-button" disabled={isBusy} onClick={() => answerAgain(conversation, key)}>
            {ask.tryAgain}
          </button>
        </p>
      )}
    </article>
  )
})

function Answered({ conversation, exchange, isBusy }: ExchangeViewProps) {
  const words = useWords()
  const [isAsking, setAsking] = useState(false)
  const { key, question, answer, turnId, feedback, decided } = exchange
  if (answer === undefined) return null
  const edit = (change: Partial<Exchange>) => changeAt(conversation, { kind: 'edited', exchange: key, change })
  const complain = (thrown: unknown) => notify(describeProblem(toProblem(thrown), words).title, { tone: 'bad' })

  const judge = async (verdict: 'up' | 'down', reason?: string) => {
    if (turnId === undefined) return
    edit({ feedback: verdict })
    try {
      await giveFeedback({ turnId, verdict, ...(reason === undefined ? {} : { reason }) })
      notify(words.ask.thanks)
    } catch (thrown) {
      changeAt(conversation, { kind: 'feedback-lost', exchange: key, before: feedback })
      complain(thrown)
    }
  }
  const { pending } = answer
  return (
    <>
      <DecisionBar
        id={key}
        decision={answer.decision}
        answer={answer}
        question={question}
        tools={usedTools(answer)}
        onSearch={isBusy ? undefined : () => answerAgain(conversation, key, { search: 'always' })}
      />
      <AnswerBody answer={answer} />
      {pending !== undefined && turnId !== undefined && (
        <ApprovalCard
          call={pending}
          decided={decided?.callId === pending.callId ? decided.verdict : undefined}
          onApprove={() => answerAgain(conversation, key, { approved: pending.callId })}
          onDecline={async () => {
            try {
              await declineCall({ turnId, callId: pending.callId })
              edit({ decided: { callId: pending.callId, verdict: 'declined' } })
            } catch (thrown) {
              complain(thrown)
            }
          }}
        />
      )}
      {answer.tools !== undefined && <ToolTrace tools={answer.tools} />}
      <CitationList
        citations={answer.citations}
        found={answer.evidence.found}
        onEvidence={() => openPanel({ kind: 'evidence', conversation, exchange: key })}
      />
      <AnswerActions
        question={question}
        answer={answer}
        feedback={feedback}
        isBusy={isBusy}
        onAgain={() => answerAgain(conversation, key)}
        onFeedback={(verdict) => {
          setAsking(verdict === 'down')
          void judge(verdict)
        }}
      />
      {isAsking && (
        <FeedbackForm
          onClose={() => setAsking(false)}
          onSend={(reason) => {
            setAsking(false)
            void judge('down', reason)
          }}
        />
      )}
    </>
  )
}

/** What waits for approval or was refused has not been used. */
function usedTools({ tools, pending }: AnswerView): 'used' | 'chosen' | 'unused' {
  const hasRun = tools?.calls.some(({ outcome }) => outcome === 'done' || outcome === 'failed') === true
  return hasRun ? 'used' : pending === undefined ? 'unused' : 'chosen'
}
