import type { AnswerStream } from '../state/answer-stream.ts'
import { answerAgain } from '../state/ask-question.ts'
import type { Exchange } from '../state/conversation.ts'
import { useWords } from '../text/current-words.ts'
import { GrowingAnswer } from './answer-body.tsx'
import { DecisionBar } from './decision-bar.tsx'
import { Icon } from './icon.tsx'
import { ProblemCard } from './problem-card.tsx'
import { StatusLine } from './status-line.tsx'

interface StreamViewProps {
  readonly conversation: string
  readonly exchange: Exchange
  readonly stream: AnswerStream
  readonly isBusy: boolean
}

/** An answer in the making, and what is left of one that was stopped or failed. */
export function StreamView({ conversation, exchange: { key, question }, stream, isBusy }: StreamViewProps) {
  const { ask } = useWords()
  const again = () => answerAgain(conversation, key)
  const isRunning = stream.phase === 'working' || stream.phase === 'lost'
  return (
    <>
      {stream.decision !== undefined && (
        <DecisionBar
          id={key}
          decision={stream.decision}
          answer={undefined}
          question={question}
          tools={stream.pending !== undefined ? 'chosen' : stream.calls.length > 0 ? 'used' : 'unused'}
          isRunning={isRunning}
          onSearch={undefined}
        />
      )}
      {stream.text !== '' && <GrowingAnswer text={stream.text} isOver={!isRunning} />}
      {isRunning && <StatusLine stream={stream} />}
      {stream.phase === 'stopped' && (
        <p class="note">
          <Icon name="stop" />
          <span>
            {ask.stoppedText}{' '}
            <button type="button" class="link-button" disabled={isBusy} onClick={again}>
              {ask.tryAgain}
            </button>
          </span>
        </p>
      )}
      {stream.phase === 'failed' && stream.problem !== undefined && (
        <ProblemCard problem={stream.problem} {...(isBusy ? {} : { onRetry: again })} />
      )}
    </>
  )
}
