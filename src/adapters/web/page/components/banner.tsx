import { sessionStore } from '../state/session.ts'
import { useStore } from '../state/use-store.ts'
import { useWords } from '../text/current-words.ts'
import { Icon } from './icon.tsx'

/** A line across the page while something important does not work. */
export function Banner() {
  const { shell } = useWords()
  const { session, problem } = useStore(sessionStore)
  const text =
    problem !== undefined && problem.status !== 401
      ? shell.offline
      : session?.model?.isReachable === false
        ? shell.modelDown(session.model.name)
        : undefined
  return (
    <div role="status" class="banner-place">
      {text !== undefined && (
        <p class={problem === undefined ? 'banner warn' : 'banner bad'}>
          <Icon name="alert" />
          <span class="break">{text}</span>
        </p>
      )}
    </div>
  )
}
