import { groupThreads } from '../state/group-threads.ts'
import { threadDialogStore } from '../state/thread-dialog.ts'
import { loadMoreThreads, loadThreads, threadStore } from '../state/threads.ts'
import { useStore } from '../state/use-store.ts'
import { useWords } from '../text/current-words.ts'
import { describeProblem } from '../text/describe-problem.ts'
import { Icon } from './icon.tsx'
import { PlaceLink } from './place-link.tsx'

/** The conversations of whoever is here, the latest first. */
export function ThreadList({ onFollow }: { readonly onFollow: () => void }) {
  const words = useWords()
  const { shell } = words
  const { list, next, load, problem } = useStore(threadStore)
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
                    onClick={() => threadDialogStore.write({ kind: 'rename', thread })}
                  >
                    <Icon name="pencil" />
                  </button>
                  <button
                    type="button"
                    class="icon-button"
                    aria-label={shell.removeThread(thread.title)}
                    title={shell.remove}
                    onClick={() => threadDialogStore.write({ kind: 'remove', thread })}
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
    </section>
  )
}
