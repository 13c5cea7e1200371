import { useLayoutEffect, useRef } from 'preact/hooks'
import type { OpenedDocumentView } from '../../api/schemas/library.ts'
import { safeAddress } from '../markdown/safe-address.ts'
import type { EvidenceTarget, PassageTarget } from '../state/panel.ts'
import { findQuote } from '../state/passages.ts'
import { useWords } from '../text/current-words.ts'
import { nameLocation, namePlace } from '../text/name-place.ts'
import { Icon } from './icon.tsx'
import { PanelHead } from './panel-head.tsx'
import { ProblemCard } from './problem-card.tsx'
import { useDocument } from './use-document.ts'

interface PassagePanelProps {
  readonly target: PassageTarget
  readonly back: EvidenceTarget | undefined
}

/** A passage in its document, with the quoted words marked. */
export function PassagePanel({ target, back }: PassagePanelProps) {
  const words = useWords()
  const { ask } = words
  const address = safeAddress(target.location)
  // What a tool said has no document: the quote is all there is.
  const isFromTool = target.key < 0
  const place = [(target.locator.headings ?? []).join(' › '), namePlace(target, words)].filter(Boolean).join(' · ')
  return (
    <>
      <PanelHead title={target.title || nameLocation(target.location)} back={back} />
      <div class="panel-body">
        <p class="passage-place">
          {target.number !== undefined && <span class="citation-number">{target.number}</span>}
          <span class="break">
            {nameLocation(target.location)}
            {place !== '' && <span class="quiet"> · {place}</span>}
          </span>
        </p>
        {address !== undefined && (
          <p>
            <a class="outside" href={address} target="_blank" rel="noopener noreferrer nofollow">
              <Icon name="outside" />
              {ask.openOriginal}
            </a>
          </p>
        )}
        {isFromTool ? <ToolQuote target={target} /> : <OpenedPassages target={target} />}
      </div>
    </>
  )
}

function ToolQuote({ target }: { readonly target: PassageTarget }) {
  const { ask } = useWords()
  return (
    <>
      <p class="quiet">{ask.toolSaid}</p>
      <div class="passage target">
        <p class="passage-text">
          <mark>{target.quote}</mark>
        </p>
      </div>
    </>
  )
}

function OpenedPassages({ target }: { readonly target: PassageTarget }) {
  const { ask } = useWords()
  const { document, problem, isLoading, retry, showMore } = useDocument(target.key)
  if (document === undefined) {
    return problem === undefined ? <PassageSkeleton /> : <ProblemCard problem={problem} onRetry={retry} />
  }
  return (
    <div class="passages" aria-busy={isLoading}>
      {document.hasBefore ? (
        <button type="button" class="button quiet-button" disabled={isLoading} onClick={() => showMore('before')}>
          {ask.earlier}
        </button>
      ) : (
        <p class="edge">{ask.beginning}</p>
      )}
      {document.passages.map((passage, index) => (
        <Passage key={passage.key} passage={passage} above={document.passages[index - 1]} target={target} />
      ))}
      {document.hasAfter ? (
        <button type="button" class="button quiet-button" disabled={isLoading} onClick={() => showMore('after')}>
          {ask.later}
        </button>
      ) : (
        <p class="edge">{ask.end}</p>
      )}
    </div>
  )
}

type OpenedPassage = OpenedDocumentView['passages'][number]

interface PassageProps {
  readonly passage: OpenedPassage
  readonly above: OpenedPassage | undefined
  readonly target: PassageTarget
}

function Passage({ passage, above, target }: PassageProps) {
  const words = useWords()
  const element = useRef<HTMLDivElement>(null)
  const isTarget = passage.key === target.key
  useLayoutEffect(() => {
    if (isTarget) element.current?.scrollIntoView({ block: 'nearest' })
  }, [isTarget])
  const quote = isTarget && target.quote !== undefined ? findQuote(passage.text, target.quote) : undefined
  const { headings = [] } = passage.locator
  const isUnderNewHeading = headings.join('\n') !== (above?.locator.headings ?? []).join('\n')
  const isOnNewPage = passage.locator.page !== undefined && passage.locator.page !== above?.locator.page
  return (
    <div ref={element} class={isTarget ? 'passage target' : 'passage'} aria-current={isTarget ? 'true' : undefined}>
      {isOnNewPage && <p class="page-mark">{namePlace({ ...passage, location: target.location }, words)}</p>}
      {isUnderNewHeading && headings.length > 0 && <h3 class="break">{headings.at(-1)}</h3>}
      <p class="passage-text">
        {quote === undefined ? (
          passage.text
        ) : (
          <>
            {passage.text.slice(0, quote.start)}
            <mark>{passage.text.slice(quote.start, quote.end)}</mark>
            {passage.text.slice(quote.end)}
          </>
        )}
      </p>
      {isTarget && target.quote !== undefined && target.quote !== '' && quote === undefined && (
        <p class="quiet small-text">{words.ask.quoteMissing}</p>
      )}
    </div>
  )
}

function PassageSkeleton() {
  const { shell } = useWords()
  return (
    <div class="skeletons" role="status" aria-label={shell.loading}>
      {[0, 1, 2, 3, 4, 5, 6, 7].map((index) => (
        <span key={index} class={index % 4 === 3 ? 'skeleton short' : 'skeleton'} />
      ))}
    </div>
  )
}
