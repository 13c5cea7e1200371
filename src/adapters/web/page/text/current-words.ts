import { chooseLanguage, type Language, preferenceStore } from '../state/preferences.ts'
import { sessionStore } from '../state/session.ts'
import { createStore } from '../state/store.ts'
import { useStore } from '../state/use-store.ts'
import type { Words } from './english.ts'

/** Nobody loads the words of a language that is not shown. */
const LOADERS: Readonly<Record<Language, () => Promise<Words>>> = {
  en: () => import('./english.ts').then(({ english }) => english),
  ja: () => import('./japanese.ts').then(({ japanese }) => japanese),
}

const wordsStore = createStore<Words | undefined>(undefined)

/** Loads the words to begin with; from then on they follow what is chosen here, or else on the server. */
export async function loadWords(): Promise<void> {
  await takeWords()
  const follow = () => void takeWords().catch(() => undefined)
  preferenceStore.watch(follow)
  sessionStore.watch(follow)
}

export function useWords(): Words {
  return present(useStore(wordsStore))
}

/** The words of this moment, for what is said outside of components. */
export function readWords(): Words {
  return present(wordsStore.read())
}

async function takeWords(): Promise<void> {
  const language = wantedLanguage()
  if (language === wordsStore.read()?.language) return
  const words = await LOADERS[language]()
  if (language === wantedLanguage()) wordsStore.write(words)
}

function wantedLanguage(): Language {
  return chooseLanguage(preferenceStore.read().language, sessionStore.read().session?.language)
}

function present(words: Words | undefined): Words {
  if (words === undefined) throw new Error('The words are not loaded yet.')
  return words
}
