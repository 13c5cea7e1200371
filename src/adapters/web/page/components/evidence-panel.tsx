import { useEffect, useState } from 'preact/hooks'
import type { EvidenceView, Problem } from '../../api/schemas/common.ts'
import { searchPassages } from '../api/library.ts'
import { toProblem } from '../api/problem.ts'
import { changeAt, conversationStore } from '../state/conversations.ts'
import type { EvidenceTarget } from '../state/panel.ts'
import { useStore } from '../state/use-store.ts'
import { useWords } from '../text/current-words.ts'
import { EvidenceItem } from './evidence-item.tsx'
import { PanelHead } from './panel-head.tsx'
import { ProblemCard } from './problem-card.tsx'

/** What was found for an answer, with the scores of each way of searching. */
export function EvidencePanel({ target }: { readonly target: EvidenceTarget }) {
  const { ask } = useWords()
  const { all } = useStore(conversationStore)
  const exchange = all
    .find(({ key }) => key === target.conversation)
    ?.exchanges.find(({ key }) => key === target.exchange)
  const evidence = exchange?.evidence ?? []
  const citations = exchange?.answer?.citations ?? []
  const isGone = exchange?.evidence === undefined && exchange?.answer !== undefined
  return (
    <>
      <PanelHead title={ask.evidence} />
      <div class="panel-body">
        {exchange !== undefined && <p class="quiet break">{exchange.answer?.question ?? exchange.question}</p>}
        {isGone && exchange?.answer !== undefined && (
          <SearchAgain target={target} question={exchange.answer.question} />
        )}
        {!isGone && <p class="small-text quiet">{evidence.length === 0 ? ask.evidenceNone : ask.evidenceText}</p>}
        <ol class="evidence">
          {evidence.map((item: EvidenceView, index: number) => (
            <EvidenceItem
              key={item.key}
              item={item}
              place={index + 1}
              citation={citations.find(({ key }) => key === item.key)}
              back={target}
            />
          ))}
        </ol>
      </div>
    </>
  )
}

function SearchAgain({ target, question }: { readonly target: EvidenceTarget; readonly question: string }) {
  const { ask, shell } = useWords()
  const [state, setState] = useState<'idle' | 'searching' | { readonly problem: Problem }>('idle')
  useEffect(() => {
    if (state !== 'searching') return
    const controller = new AbortController()
    searchPassages(question, controller.signal).then(
      (evidence) => changeAt(target.conversation, { kind: 'edited', exchange: target.exchange, change: { evidence } }),
      (thrown: unknown) => {
        if (!controller.signal.aborted) setState({ problem: toProblem(thrown) })
      },
    )
    return () => controller.abort()
  }, [state, question, target.conversation, target.exchange])
  return (
    <>
      <p>{ask.evidenceGone}</p>
      <button type="button" class="button" disabled={state === 'searching'} onClick={() => setState('searching')}>
        {state === 'searching' ? shell.loading : ask.searchAgain}
      </button>
      {typeof state === 'object' && <ProblemCard problem={state.problem} onRetry={() => setState('searching')} />}
    </>
  )
}
