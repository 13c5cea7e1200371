import { goTo } from '../state/navigation.ts'
import { sessionStore } from '../state/session.ts'
import { useStore } from '../state/use-store.ts'
import { useWords } from '../text/current-words.ts'
import { Icon } from './icon.tsx'
import { Logo } from './logo.tsx'
import { PlaceLink } from './place-link.tsx'
import { ThreadList } from './thread-list.tsx'

/** The way to everything; on phones it opens as a drawer. @param onFollow closes the drawer */
export function Sidebar({ onFollow }: { readonly onFollow: () => void }) {
  const { shell } = useWords()
  const { session } = useStore(sessionStore)
  return (
    <nav class="sidebar-inside" aria-label={shell.main}>
      <div class="sidebar-head">
        <a
          href="/"
          class="home"
          onClick={(event) => {
            event.preventDefault()
            goTo({ view: 'ask' })
            onFollow()
          }}
        >
          <Logo />
        </a>
      </div>
      <div class="places">
        <PlaceLink place={{ view: 'ask' }} class="place" onFollow={onFollow}>
          <Icon name="plus" />
          {shell.newThread}
        </PlaceLink>
        <PlaceLink place={{ view: 'sources' }} class="place" onFollow={onFollow}>
          <Icon name="sources" />
          {shell.sources}
        </PlaceLink>
        {session?.visitor.role !== 'member' && (
          <PlaceLink place={{ view: 'insight' }} class="place" onFollow={onFollow}>
            <Icon name="insight" />
            {shell.insight}
          </PlaceLink>
        )}
      </div>
      <ThreadList onFollow={onFollow} />
    </nav>
  )
}
