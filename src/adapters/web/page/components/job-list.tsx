import { useState } from 'preact/hooks'
import type { SourceJobView } from '../../api/schemas/library.ts'
import { cancel, dropUpload, isRunning, libraryStore } from '../state/library.ts'
import type { UploadEntry } from '../state/uploads.ts'
import { useStore } from '../state/use-store.ts'
import { useWords } from '../text/current-words.ts'
import { describeProblem } from '../text/describe-problem.ts'
import { Bar } from './bar.tsx'
import { FailureList } from './failure-list.tsx'
import { Icon } from './icon.tsx'

const MOST_ENDED = 5

/** Uploads and jobs: those that go on, and the last that ended since the page was opened. */
export function JobList({ isOwner }: { readonly isOwner: boolean }) {
  const { sources: words } = useWords()
  const { jobs, uploads } = useStore(libraryStore)
  const [since] = useState(Date.now)
  const [dismissed, setDismissed] = useState<readonly string[]>([])
  const shown = jobs.filter((job) => isRunning(job) || ((job.endedAt ?? 0) >= since && !dismissed.includes(job.id)))
  const running = shown.filter(isRunning)
  const ended = shown.filter((job) => !isRunning(job)).slice(0, MOST_ENDED)
  if (uploads.length === 0 && shown.length === 0) return null
  const goesOn = running.length > 0 || uploads.some(({ state }) => state !== 'failed')
  return (
    <section class="jobs" aria-label={words.activity}>
      <h2>{goesOn ? words.activity : words.recent}</h2>
      <ul>
        {uploads.map((upload) => (
          <UploadRow key={upload.id} upload={upload} />
        ))}
        {[...running, ...ended].map((job) => (
          <JobRow key={job.id} job={job} isOwner={isOwner} onDismiss={() => setDismissed([...dismissed, job.id])} />
        ))}
      </ul>
    </section>
  )
}

function UploadRow({ upload }: { readonly upload: UploadEntry }) {
  const words = useWords()
  const { sources, shell } = words
  const { name, state, share, problem, id } = upload
  return (
    <li class={state === 'failed' ? 'job failed' : 'job'}>
      <div class="job-line">
        <Icon name={state === 'failed' ? 'alert' : 'upload'} />
        <span class="job-label break">{name}</span>
        <span class="quiet small-text">
          {state === 'sending'
            ? sources.uploading(Math.round(share * 100))
            : state === 'waiting'
              ? sources.waitingToUpload
              : sources.states.failed}
        </span>
        <button
          type="button"
          class="icon-button"
          aria-label={state === 'failed' ? `${sources.dismiss}: ${name}` : sources.cancelLabel(name)}
          title={state === 'failed' ? sources.dismiss : shell.cancel}
          onClick={() => dropUpload(id)}
        >
          <Icon name="close" />
        </button>
      </div>
      {problem === undefined ? (
        <Bar share={share} />
      ) : (
        <p class="small-text break">
          {[describeProblem(problem, words).title, describeProblem(problem, words).remedy].filter(Boolean).join(' ')}
        </p>
      )}
    </li>
  )
}

interface JobRowProps {
  readonly job: SourceJobView
  readonly isOwner: boolean
  readonly onDismiss: () => void
}

function JobRow({ job, isOwner, onDismiss }: JobRowProps) {
  const { sources } = useWords()
  const { label, state, documentsDone, documentsTotal, chunks, unchanged = 0, failures, error } = job
  const goesOn = isRunning(job)
  // Of an address or a file that could not be read, people want to know why at once.
  const only = !goesOn && failures.length === 1 && documentsTotal <= 1 ? failures[0] : undefined
  const counts = [
    documentsTotal > 0 ? sources.progress(documentsDone, documentsTotal) : undefined,
    chunks > 0 ? sources.chunks(chunks) : undefined,
    unchanged > 0 ? sources.unchanged(unchanged) : undefined,
  ].filter(Boolean)
  return (
    <li class={`job ${state}`}>
      <div class="job-line">
        <Icon name={state === 'done' ? 'check' : state === 'failed' ? 'alert' : 'clock'} />
        <span class="job-label break">{label}</span>
        <span class="quiet small-text">
          {[sources.states[state], only === undefined ? error : undefined, ...counts].filter(Boolean).join(' · ')}
        </span>
        {goesOn && isOwner && (
          <button
            type="button"
            class="button small"
            aria-label={sources.cancelLabel(label)}
            onClick={() => void cancel(job)}
          >
            {sources.cancel}
          </button>
        )}
        {!goesOn && (
          <button
            type="button"
            class="icon-button"
            aria-label={`${sources.dismiss}: ${label}`}
            title={sources.dismiss}
            onClick={onDismiss}
          >
            <Icon name="close" />
          </button>
        )}
      </div>
      {goesOn && (documentsTotal > 0 ? <Bar share={documentsDone / documentsTotal} /> : <span class="bar-unsure" />)}
      {only === undefined ? <FailureList failures={failures} /> : <p class="small-text break">{only.message}</p>}
    </li>
  )
}
