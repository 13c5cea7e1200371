import { closePanel, type EvidenceTarget, openPanel } from '../state/panel.ts'
import { useWords } from '../text/current-words.ts'
import { Icon } from './icon.tsx'

interface PanelHeadProps {
  readonly title: string
  readonly back?: EvidenceTarget | undefined
}

export function PanelHead({ title, back }: PanelHeadProps) {
  const { shell, ask } = useWords()
  return (
    <div class="panel-head">
      {back !== undefined && (
        <button
          type="button"
          class="icon-button"
          aria-label={ask.backToEvidence}
          title={ask.backToEvidence}
          onClick={() => openPanel({ kind: 'evidence', ...back })}
        >
          <Icon name="back" />
        </button>
      )}
      <h2>{title}</h2>
      <button type="button" class="icon-button" aria-label={shell.close} title={shell.close} onClick={closePanel}>
        <Icon name="close" />
      </button>
    </div>
  )
}
