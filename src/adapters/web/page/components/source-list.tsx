import { useState } from 'preact/hooks'
import type { SourceView } from '../../api/schemas/library.ts'
import { ownLabel } from '../state/audiences.ts'
import { isRunning, libraryStore, refresh, remove } from '../state/library.ts'
import { sessionStore } from '../state/session.ts'
import { useStore } from '../state/use-store.ts'
import { useWords } from '../text/current-words.ts'
import { formatAge, formatMoment } from '../text/format.ts'
import { nameAudience } from '../text/name-audience.ts'
import { Confirm } from './confirm.tsx'
import { FailureList } from './failure-list.tsx'
import { Icon, type IconName } from './icon.tsx'
import { useNow } from './use-now.ts'

interface SourceListProps {
  readonly sources: readonly SourceView[]
  readonly isOwner: boolean
  /** Whether the list could not be read, so that its emptiness means nothing. */
  readonly hasFailed: boolean
}

const MINUTE_MS = 60_000
const ICONS: Readonly<Record<SourceView['kind'], IconName>> = {
  folder: 'folder',
  file: 'file',
  url: 'link',
  channel: 'channel',
  handbook: 'book',
}

/** What is indexed. */
export function SourceList({ sources, isOwner, hasFailed }: SourceListProps) {
  const { sources: words, shell } = useWords()
  const [leaving, setLeaving] = useState<SourceView>()
  const now = useNow(MINUTE_MS)
  if (sources.length === 0) {
    return hasFailed ? null : (
      <div class="nothing">
        <Icon name="sources" />
        <h2>{words.empty}</h2>
        <p class="quiet">{isOwner ? words.emptyText : words.emptyMember}</p>
      </div>
    )
  }
  return (
    <section aria-label={words.listTitle}>
      <h2>{words.listTitle}</h2>
      <ul class="sources">
        {sources.map((source) => (
          <SourceRow key={source.id} source={source} isOwner={isOwner} now={now} onRemove={() => setLeaving(source)} />
        ))}
      </ul>
      {leaving !== undefined && (
        <Confirm
          title={words.removeTitle}
          text={words.removeText(leaving.label, leaving.documents)}
          action={words.remove}
          onClose={() => setLeaving(undefined)}
          onConfirm={() => void remove(leaving)}
        />
      )}
      <p class="unseen">{shell.documents(sources.reduce((sum, { documents }) => sum + documents, 0))}</p>
    </section>
  )
}

interface SourceRowProps {
  readonly source: SourceView
  readonly isOwner: boolean
  readonly now: number
  readonly onRemove: () => void
}

function SourceRow({ source, isOwner, now, onRemove }: SourceRowProps) {
  const words = useWords()
  const { sources, shell } = words
  const { jobs } = useStore(libraryStore)
  const { session } = useStore(sessionStore)
  const { label, kind, location, documents, items, refreshedAt, audience, failures } = source
  const isBusy = jobs.some((job) => isRunning(job) && job.label === label)
  const canChange = isOwner && kind !== 'handbook'
  return (
    <li class="source">
      <span class="source-kind" title={sources.kind[kind]}>
        <Icon name={ICONS[kind]} />
      </span>
      <div class="source-words">
        <h3 class="break">{label}</h3>
        <p class="quiet small-text break">
          {[sources.kind[kind], location === label ? undefined : location].filter(Boolean).join(' · ')}
        </p>
        <p class="source-facts small-text">
          <span>{shell.documents(documents)}</span>
          <span>{shell.passages(items)}</span>
          <span title={refreshedAt === undefined ? '' : formatMoment(refreshedAt, words)}>
            {sources.refreshed}: {refreshedAt === undefined ? sources.never : formatAge(refreshedAt, now, words)}
          </span>
          <span class="break" title={audience}>
            {sources.audience}: {nameAudience(audience, session && ownLabel(session), words)}
          </span>
        </p>
        <FailureList failures={failures} />
      </div>
      {canChange && (
        <div class="source-tools">
          <button
            type="button"
            class="icon-button"
            aria-label={sources.refreshLabel(label)}
            title={sources.refresh}
            disabled={isBusy}
            onClick={() => void refresh(source)}
          >
            <Icon name="again" />
          </button>
          <button
            type="button"
            class="icon-button"
            aria-label={sources.removeLabel(label)}
            title={sources.remove}
            onClick={onRemove}
          >
            <Icon name="trash" />
          </button>
        </div>
      )}
    </li>
  )
}
