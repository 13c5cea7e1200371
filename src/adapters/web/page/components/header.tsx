import { signOut } from '../api/sign-in.ts'
import { prefer, preferenceStore, type Theme } from '../state/preferences.ts'
import { sessionStore } from '../state/session.ts'
import { useStore } from '../state/use-store.ts'
import { useWords } from '../text/current-words.ts'
import { Icon } from './icon.tsx'
import { StateChip } from './state-chip.tsx'

interface HeaderProps {
  readonly title: string
  readonly onMenu: () => void
  readonly onHelp: () => void
}

const THEMES: readonly Theme[] = ['system', 'light', 'dark']

export function Header({ title, onMenu, onHelp }: HeaderProps) {
  const words = useWords()
  const { shell } = words
  const { theme } = useStore(preferenceStore)
  const { session } = useStore(sessionStore)
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system'
  return (
    <header class="header">
      <button type="button" class="icon-button menu" aria-label={shell.menu} title={shell.menu} onClick={onMenu}>
        <Icon name="menu" />
      </button>
      <p class="header-title">{title}</p>
      <StateChip />
      <div class="header-tools">
        <button
          type="button"
          class="icon-button language"
          lang={words.language === 'en' ? 'ja' : 'en'}
          aria-label={words.language === 'en' ? '日本語で表示' : 'Show in English'}
          title={words.language === 'en' ? '日本語で表示' : 'Show in English'}
          onClick={() => prefer({ language: words.language === 'en' ? 'ja' : 'en' })}
        >
          {words.language === 'en' ? '日本語' : 'English'}
        </button>
        <button
          type="button"
          class="icon-button"
          aria-label={`${shell.theme}: ${shell.themes[theme]}`}
          title={`${shell.theme}: ${shell.themes[theme]}`}
          onClick={() => prefer({ theme: next })}
        >
          <Icon name={theme} />
        </button>
        <button type="button" class="icon-button help" aria-label={shell.help} title={shell.help} onClick={onHelp}>
          <Icon name="help" />
        </button>
        {session?.visitor.isSignedIn === true && (
          <button
            type="button"
            class="icon-button"
            aria-label={`${shell.signOut} (${session.visitor.name})`}
            title={`${shell.signedInAs(session.visitor.name)} · ${shell.signOut}`}
            onClick={() => void signOut()}
          >
            <Icon name="leave" />
          </button>
        )}
      </div>
    </header>
  )
}
