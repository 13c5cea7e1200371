import { goTo } from '../state/navigation.ts'
import { sessionStore } from '../state/session.ts'
import { useStore } from '../state/use-store.ts'
import { useWords } from '../text/current-words.ts'
import { Icon } from './icon.tsx'

/** The page before the first question. */
export function Welcome() {
  const { ask } = useWords()
  const { session } = useStore(sessionStore)
  const isOwner = session?.visitor.role === 'owner'
  const hasOwnSources = session === undefined || session.ownSources > 0
  return (
    <div class="welcome">
      <p class="welcome-title">{ask.welcome}</p>
      <p class="welcome-text">
        {session === undefined ? '\u00a0' : hasOwnSources ? ask.welcomeText(session.passages) : ask.nothingYet}
      </p>
      {isOwner && !hasOwnSources && (
        <p>
          <button type="button" class="button" onClick={() => goTo({ view: 'sources' })}>
            <Icon name="plus" />
            {ask.addSources}
          </button>
        </p>
      )}
    </div>
  )
}
