import type { CitationView } from '../../api/schemas/common.ts'
import { openPanel } from '../state/panel.ts'
import { useWords } from '../text/current-words.ts'

/** The number of a source in the text of an answer. */
export function CitationMark({ citation }: { readonly citation: CitationView }) {
  const { ask } = useWords()
  return (
    <button
      type="button"
      class="citation-mark"
      aria-label={ask.citation(citation.number, citation.title)}
      title={citation.title}
      onClick={() => openPanel({ kind: 'passage', citation })}
    >
      {citation.number}
    </button>
  )
}
