import { keep, readKept } from './kept.ts'
import { createStore } from './store.ts'

export type Language = 'en' | 'ja'
export type Theme = 'system' | 'light' | 'dark'

export interface Preferences {
  /** Chosen here; else the server's, else the browser's. */
  readonly language: Language | undefined
  readonly theme: Theme
  /** Whether single keys do something. */
  readonly shortcuts: boolean
}

export const preferenceStore = createStore<Preferences>({
  language: oneOf(readKept('language'), ['en', 'ja']),
  theme: oneOf(readKept('theme'), ['light', 'dark']) ?? 'system',
  shortcuts: readKept('shortcuts') !== 'off',
})

export function prefer(change: Partial<Preferences>): void {
  const next = { ...preferenceStore.read(), ...change }
  keep('language', next.language ?? '')
  keep('theme', next.theme === 'system' ? '' : next.theme)
  keep('shortcuts', next.shortcuts ? '' : 'off')
  preferenceStore.write(next)
  showTheme()
}

/** Puts the chosen theme into effect; without a choice the style sheet follows the system. */
export function showTheme(): void {
  const { theme } = preferenceStore.read()
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
}

export function chooseLanguage(chosen: Language | undefined, server: 'auto' | Language | undefined): Language {
  if (chosen !== undefined) return chosen
  if (server === 'en' || server === 'ja') return server
  return navigator.languages
    .find((language) => /^(?:en|ja)\b/i.test(language))
    ?.toLowerCase()
    .startsWith('ja') === true
    ? 'ja'
    : 'en'
}

function oneOf<Value extends string>(value: string | undefined, values: readonly Value[]): Value | undefined {
  return values.find((candidate) => candidate === value)
}
