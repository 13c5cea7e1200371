import { useEffect } from 'preact/hooks'
import { goTo } from '../state/navigation.ts'
import { closePanel, panelStore } from '../state/panel.ts'
import { preferenceStore } from '../state/preferences.ts'

/** The keys of the whole page. Single ones can be switched off (https://www.w3.org/WAI/WCAG22/Understanding/character-key-shortcuts.html). */
export function useShortcuts(onHelp: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || document.querySelector('dialog[open]') !== null) return
      if (event.key === 'Escape' && panelStore.read() !== undefined) closePanel()
      if (!preferenceStore.read().shortcuts || event.ctrlKey || event.metaKey || event.altKey) return
      if (isWriting(event.target)) return
      const action = ACTIONS[event.key]
      if (event.key !== '?' && action === undefined) return
      event.preventDefault()
      if (action === undefined) onHelp()
      else action()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [onHelp])
}

const ACTIONS: Readonly<Record<string, () => void>> = {
  '/': () => focusOn('#question-box'),
  n: () => goTo({ view: 'ask' }),
  s: () => goTo({ view: 'sources' }),
  i: () => goTo({ view: 'insight' }),
  e: () => [...document.querySelectorAll<HTMLElement>('[data-evidence]')].at(-1)?.click(),
}

function focusOn(selector: string): void {
  document.querySelector<HTMLElement>(selector)?.focus()
}

function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null
}
