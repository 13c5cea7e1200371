import type { CitationView } from '../../api/schemas/common.ts'
import { openPanel } from '../state/panel.ts'
import { useWords } from '../text/current-words.ts'
import { nameLocation, namePlace } from '../text/name-place.ts'

interface CitationListProps {
  readonly citations: readonly CitationView[]
  readonly onEvidence: () => void
  readonly found: number
}

/** The sources of an answer; each opens its passage. */
export function CitationList({ citations, onEvidence, found }: CitationListProps) {
  const words = useWords()
  const { ask } = words
  if (citations.length === 0 && found === 0) return null
  return (
    <section class="citations" aria-label={ask.sources}>
      <div class="citations-head">
        <h3>{ask.sources}</h3>
        {found > 0 && (
          <button type="button" class="link-button" data-evidence="" onClick={onEvidence}>
            {ask.allEvidence(found)}
          </button>
        )}
      </div>
      <ol>
        {citations.map((citation) => (
          <li key={citation.number}>
            <button type="button" class="citation-card" onClick={() => openPanel({ kind: 'passage', citation })}>
              <span class="citation-number">{citation.number}</span>
              <span class="citation-words">
                <span class="citation-title">{citation.title || nameLocation(citation.location)}</span>
                <span class="citation-place">
                  {[nameLocation(citation.location), namePlace(citation, words)].filter(Boolean).join(' · ')}
                </span>
              </span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  )
}
