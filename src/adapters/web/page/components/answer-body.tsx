import { useCallback, useMemo, useRef } from 'preact/hooks'
import type { AnswerView } from '../../api/schemas/answer.ts'
import { createGrowingText } from '../markdown/growing-text.ts'
import { parseMarkdown } from '../markdown/parse-markdown.ts'
import { useWords } from '../text/current-words.ts'
import { CitationMark } from './citation-mark.tsx'
import { Icon } from './icon.tsx'
import { MarkdownView } from './markdown-view.tsx'

interface GrowingAnswerProps {
  readonly text: string
  /** Whether nothing is added any more. */
  readonly isOver: boolean
}

/** An answer in the making. Its numbers and addresses are not checked yet, so nothing in it can be followed. */
export function GrowingAnswer({ text, isOver }: GrowingAnswerProps) {
  const growing = useRef(createGrowingText())
  const blocks = growing.current.parse(text)
  return (
    <div class={isOver ? 'answer cut' : 'answer growing'}>
      <MarkdownView blocks={blocks} cite={drawPlainMark} hasLinks={false} />
    </div>
  )
}

function drawPlainMark(number: number) {
  return <span class="citation-mark pending">{number}</span>
}

/** The checked answer, with what has to be said about how it came about. */
export function AnswerBody({ answer }: { readonly answer: AnswerView }) {
  const { ask } = useWords()
  const blocks = useMemo(() => parseMarkdown(answer.text), [answer.text])
  const cite = useCallback(
    (number: number) => {
      const citation = answer.citations.find((one) => one.number === number)
      return citation && <CitationMark key={number} citation={citation} />
    },
    [answer.citations],
  )
  const isWaiting = answer.pending !== undefined
  const note =
    answer.kind === 'extracted' ? ask.extracted : answer.kind === 'abstained' && !isWaiting ? ask.abstained : undefined
  return (
    <div class={`answer ${answer.kind}`}>
      {(note !== undefined || answer.degraded !== undefined) && (
        <p class={`note ${answer.kind}`}>
          <Icon name={answer.kind === 'abstained' ? 'search' : answer.kind === 'extracted' ? 'book' : 'alert'} />
          <span>
            {answer.degraded !== undefined && `${ask.degraded(answer.degraded, answer.kind === 'extracted')} `}
            {answer.degraded !== undefined && answer.kind === 'extracted' ? undefined : note}
          </span>
        </p>
      )}
      <MarkdownView blocks={blocks} cite={cite} hasLinks />
    </div>
  )
}
