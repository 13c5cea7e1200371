import { useLayoutEffect, useRef } from 'preact/hooks'
import { closePanel, type Panel, panelStore } from '../state/panel.ts'
import { useStore } from '../state/use-store.ts'
import { useWords } from '../text/current-words.ts'
import { Dialog } from './dialog.tsx'
import { EvidencePanel } from './evidence-panel.tsx'
import { PassagePanel } from './passage-panel.tsx'
import { useMedia } from './use-media.ts'

/** Passages and evidence: beside the conversation where there is room, over it where there is not. */
export function SidePanel() {
  const { ask } = useWords()
  const panel = useStore(panelStore)
  const isWide = useMedia('(min-width: 68rem)')
  if (panel === undefined) return null
  const label = panel.kind === 'passage' ? ask.passage : ask.evidence
  if (isWide) return <Beside panel={panel} label={label} />
  return (
    <Dialog label={label} kind="sheet" onClose={closePanel}>
      <Content panel={panel} />
    </Dialog>
  )
}

function Beside({ panel, label }: { readonly panel: Panel; readonly label: string }) {
  const element = useRef<HTMLElement>(null)
  useLayoutEffect(() => element.current?.focus({ preventScroll: true }), [panel])
  return (
    <aside ref={element} class="panel" tabIndex={-1} aria-label={label} data-panel="">
      <Content panel={panel} />
    </aside>
  )
}

function Content({ panel }: { readonly panel: Panel }) {
  return panel.kind === 'passage' ? (
    <PassagePanel key={panel.citation.key} target={panel.citation} back={panel.back} />
  ) : (
    <EvidencePanel target={panel} />
  )
}
