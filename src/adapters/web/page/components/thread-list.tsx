import { useState } from 'preact/hooks'
import type { ThreadSummaryView } from '../../api/schemas/conversations.ts'
import { groupThreads } from '../state/group-threads.ts'
import { loadMoreThreads, loadThreads, nameThread, removeThread, threadStore } from '../state/threads.ts'
import { useStore } from '../state/use-store.ts'
import { useWords } from '../text/current-words.ts'
import { describeProblem } from '../text/describe-problem.ts'
import { Confirm } from './confirm.tsx'
import { Icon } from './icon.tsx'
import { PlaceLink } from './place-link.tsx'
import { RenameDialog } from './rename-dialog.tsx'

type Asking = { readonly kind: 'rename' | 'remove'; readonly thread: ThreadSummaryView }

/** The conversations of whoever is here, the latest first. */
export function ThreadList({ onFollow }: { readonly onFollow: () => void }) {
  const words = useWords()
  const { shell } = words
  const { list, next, load, problem } = useStore(threadStore)
  const [asking, setAsking] = useState<Asking>()
  const close = () => setAsking(undefined)
  return (
    <section class="threads" aria-label={shell.threads}>
      {load === 'loading' && (
        <div class="skeletons" role="status" aria-label={shell.loading}>
          {[0, 1, 2, 3, 4].map((index) => (
            <span key={index} class="skeleton row" />
          ))}
        </div>
      )}
      {load !== 'loading' && list.length === 0 && problem === undefined && (
        <p class="quiet small-text">{shell.noThreads}</p>
      )}
      {groupThreads(list, new Date().setHours(0, 0, 0, 0)).map(({ age, threads }) => (
        <div key={age}>
          <h3>{shell[age]}</h3>
          <ul>
            {threads.map((thread) => (
              <li key={thread.id} class="thread-row">
                <PlaceLink
                  place={{ view: 'ask', threadId: thread.id }}
                  class="thread-link"
                  title={thread.title}
                  onFollow={onFollow}
                >
                  {thread.title}
                </PlaceLink>
                <span class="thread-tools">
                  <button
                    type="button"
                    class="icon-button"
                    aria-label={shell.renameThread(thread.title)}
                    title={shell.rename}
                    onClick={() => setAsking({ kind: 'rename', thread })}
                  >
                    <Icon name="pencil" />
                  </button>
                  <button
                    type="button"
                    class="icon-button"
                    aria-label={shell.removeThread(thread.title)}
                    title={shell.remove}
                    onClick={() => setAsking({ kind: 'remove', thread })}
                  >
                    <Icon name="trash" />
                  </button>
                </span>
              </li>
            ))}
          </ul>
        </div>
      ))}
      {problem !== undefined && problem.status !== 401 && (
        <p class="small-text">
          {describeProblem(problem, words).title}{' '}
          <button type="button" class="link-button" onClick={() => void loadThreads()}>
            {shell.retry}
          </button>
        </p>
      )}
      {next !== undefined && (
        <button
          type="button"
          class="button quiet-button"
          disabled={load === 'more'}
          onClick={() => void loadMoreThreads()}
        >
          {load === 'more' ? shell.loading : shell.moreThreads}
        </button>
      )}
      {asking?.kind === 'rename' && (
        <RenameDialog
          title={asking.thread.title}
          onClose={close}
          onRename={(title) => void nameThread(asking.thread.id, title)}
        />
      )}
      {asking?.kind === 'remove' && (
        <Confirm
          title={shell.removeTitle}
          text={shell.removeText(asking.thread.title)}
          action={shell.remove}
          onClose={close}
          onConfirm={() => {
            // The offer to undo it stands beside the list.
            onFollow()
            removeThread(asking.thread.id)
          }}
        />
      )}
    </section>
  )
}
