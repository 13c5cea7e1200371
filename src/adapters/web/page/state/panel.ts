import type { CitationView } from '../../api/schemas/common.ts'
import { createStore } from './store.ts'

/** What stands beside the conversation. */
export type Panel =
  /** `back` leads to the evidence that the passage was opened from. */
  | { readonly kind: 'passage'; readonly citation: PassageTarget; readonly back?: EvidenceTarget }
  | ({ readonly kind: 'evidence' } & EvidenceTarget)

export interface EvidenceTarget {
  readonly conversation: string
  readonly exchange: string
}

export type PassageTarget = Pick<CitationView, 'key' | 'title' | 'location' | 'locator'> & {
  readonly quote?: string
  readonly number?: number
}

export const panelStore = createStore<Panel | undefined>(undefined)

let opener: HTMLElement | undefined

/** The element that had the focus gets it back when the panel closes. */
export function openPanel(panel: Panel): void {
  const { activeElement } = document
  const isInside = activeElement?.closest('[data-panel]') !== null
  if (activeElement instanceof HTMLElement && !isInside) opener = activeElement
  panelStore.write(panel)
}

export function closePanel(): void {
  if (panelStore.read() === undefined) return
  panelStore.write(undefined)
  if (opener?.isConnected === true) opener.focus()
  opener = undefined
}
