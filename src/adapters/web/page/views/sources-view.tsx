import { useEffect } from 'preact/hooks'
import { AddSources } from '../components/add-sources.tsx'
import { JobList } from '../components/job-list.tsx'
import { ProblemCard } from '../components/problem-card.tsx'
import { SourceList } from '../components/source-list.tsx'
import { libraryStore, loadLibrary } from '../state/library.ts'
import { sessionStore } from '../state/session.ts'
import { useStore } from '../state/use-store.ts'
import { useWords } from '../text/current-words.ts'

const FORBIDDEN = 403

/** What is indexed, and for owners the ways to change it. */
export function SourcesView() {
  const { sources: words, shell } = useWords()
  const { load, sources, problem } = useStore(libraryStore)
  const { session } = useStore(sessionStore)
  const isOwner = session?.visitor.role === 'owner'
  useEffect(() => {
    document.title = `${shell.sources} · Kiku`
    void loadLibrary()
  }, [shell.sources])
  return (
    <div class="page-view">
      <div class="view-head">
        <h1>{words.title}</h1>
        <p class="quiet">
          {words.text} {session !== undefined && !isOwner && words.readOnly}
        </p>
      </div>
      {session === undefined && <span class="skeleton drop-size" />}
      {isOwner && <AddSources />}
      <JobList isOwner={isOwner} />
      {problem?.status === FORBIDDEN && (
        <div class="nothing">
          <p class="quiet">{words.forbidden}</p>
        </div>
      )}
      {problem !== undefined && problem.status !== FORBIDDEN && (
        <ProblemCard problem={problem} onRetry={() => void loadLibrary()} />
      )}
      {load === 'loading' ? (
        <div class="skeletons" role="status" aria-label={shell.loading}>
          {[0, 1, 2].map((index) => (
            <span key={index} class="skeleton card" />
          ))}
        </div>
      ) : (
        <SourceList sources={sources} isOwner={isOwner} hasFailed={problem !== undefined} />
      )}
    </div>
  )
}
